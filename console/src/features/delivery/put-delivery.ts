import type { Delivery, Page } from '@postback/sdk'
import type { QueryClient } from '@tanstack/react-query'

/** Brings a row up to date wherever it is shown, in its place. Only lists say who the buyer is: that stays. */
export function putDelivery(queries: QueryClient, delivery: Delivery) {
  queries.setQueriesData<Page<Delivery>>({ queryKey: ['deliveries', 'list'] }, (page) => {
    if (!page?.data.some((row) => row.id === delivery.id)) return page
    return { ...page, data: page.data.map((row) => (row.id === delivery.id ? { ...row, ...delivery } : row)) }
  })
}
