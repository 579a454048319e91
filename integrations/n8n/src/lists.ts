import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow'
import { call, callForAll } from './call.ts'
import { everyEvent } from './outputs.ts'

/** The choices of the dropdowns. */

export async function listEvents(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await call<{ data: EventType[] }>(context, { path: '/v1/event-types' })
  return data.map(({ event, title, meaning }) => ({ name: title, value: event, description: meaning }))
}

export async function listEventsAndAll(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const all = { name: 'All Events', value: everyEvent, description: 'Every event that the Webhook tool knows' }
  return [all, ...(await listEvents(context))]
}

export async function listProducts(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const products = await callForAll<{ id: number; name: string }>(context, '/v1/products')
  return products.map(({ id, name }) => ({ name, value: String(id) }))
}

export async function listProductsAndAll(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return [{ name: 'All Products', value: '' }, ...(await listProducts(context))]
}

export async function listConfigurations(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const configurations = await callForAll<{ id: string; name: string }>(context, '/v1/configurations')
  return configurations.map(({ id, name }) => ({ name, value: id }))
}

interface EventType {
  readonly event: string
  readonly title: string
  readonly meaning: string
}
