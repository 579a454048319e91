import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow'
import type { Page } from '../../../sdk/src/types.ts'
import { call } from './call.ts'
import { everyEvent } from './outputs.ts'

/** What fills the dropdowns. */

export async function listEvents(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data } = await call<{ data: EventType[] }>(context, { path: '/v1/event-types' })
  return [
    { name: 'All Events', value: everyEvent, description: 'Every event that the Webhook tool knows' },
    ...data.map(({ event, title, meaning }) => ({ name: title, value: event, description: meaning })),
  ]
}

export async function listProducts(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const products: INodePropertyOptions[] = []
  let cursor: string | null = null
  do {
    const query = { limit: 250, ...(cursor !== null && { cursor }) }
    const page: Page<{ id: number; name: string }> = await call(context, { path: '/v1/products', query })
    products.push(...page.data.map(({ id, name }) => ({ name, value: String(id) })))
    cursor = page.nextCursor
  } while (cursor !== null)
  return [{ name: 'All Products', value: '' }, ...products]
}

interface EventType {
  readonly event: string
  readonly title: string
  readonly meaning: string
}
