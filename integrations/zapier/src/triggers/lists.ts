import type { Bundle, Trigger, ZObject } from 'zapier-platform-core'
import { serverOf } from '../server.ts'

/** The choices of the dropdowns: hidden triggers, which users do not see. */

interface Choice {
  readonly id: string
  readonly name: string
}

function hiddenList(key: string, noun: string, perform: (z: ZObject, bundle: Bundle) => Promise<Choice[]>): Trigger {
  return {
    key,
    noun,
    display: { label: `List of ${noun}s`, description: `Fills the dropdown of ${noun.toLowerCase()}s.`, hidden: true },
    operation: { type: 'polling', perform, canPaginate: false, sample: { id: '1', name: noun } },
  }
}

export const productList = hiddenList('product_list', 'Product', async (z, bundle) => {
  const products: Choice[] = []
  let cursor: string | null = null
  do {
    const response = await z.request({
      url: `${serverOf(bundle)}/v1/products`,
      params: { limit: 250, ...(cursor !== null && { cursor }) },
    })
    const page = response.data as { data: { id: number; name: string }[]; nextCursor: string | null }
    products.push(...page.data.map(({ id, name }) => ({ id: String(id), name })))
    cursor = page.nextCursor
  } while (cursor !== null)
  return products
})

export const configurationList = hiddenList('configuration_list', 'Configuration', async (z, bundle) => {
  const response = await z.request({ url: `${serverOf(bundle)}/v1/configurations`, params: { limit: 250 } })
  return (response.data as { data: Choice[] }).data.map(({ id, name }) => ({ id, name }))
})

async function events(z: ZObject, bundle: Bundle): Promise<Choice[]> {
  const response = await z.request(`${serverOf(bundle)}/v1/event-types`)
  const { data } = response.data as { data: { event: string; title: string }[] }
  return data.map(({ event, title }) => ({ id: event, name: title }))
}

export const eventList = hiddenList('event_list', 'Event', events)

/** The events of an order: all events without those that have their own triggers. */
export const purchaseEventList = hiddenList('purchase_event_list', 'Order event', async (z, bundle) =>
  (await events(z, bundle)).filter(({ id }) => id.startsWith('PURCHASE_') && id !== 'PURCHASE_OUT_OF_SHOPPING_CART'),
)
