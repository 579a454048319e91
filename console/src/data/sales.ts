import type { Delivery, SaleDetail } from '@postback/sdk'
import { keepPreviousData, type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'
import { isAtRest, isOnItsWay } from './deliveries/detail.ts'

const soonMs = 1_000
const laterMs = 5_000
const shownMost = 8

/**
 * Sales by what a person has typed. The text stands in the body of the request and in the memory of this page, never in an address, the
 * history or a storage; it is forgotten with the list that shows the answer.
 * @param text empty: nothing is searched for
 */
export function useFoundSales(text: string) {
  return useQuery({
    queryKey: ['sales', 'found', text],
    // A request whose text is not wanted any more is aborted.
    queryFn: ({ signal }) => client.sales.search(text, { limit: shownMost, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}

export function saleOptions(transaction: string) {
  return queryOptions({
    queryKey: ['sales', 'detail', transaction],
    queryFn: ({ signal }) => client.sales.get(transaction, { signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : lookAgainMs(deliveriesOf(data))),
  })
}

/** A sale with what each configuration got of it. It follows posts that are not at rest. */
export function useSale(transaction: string) {
  return useQuery(saleOptions(transaction))
}

/** Every post of a sale, of its newest event first. */
export function deliveriesOf(sale: SaleDetail): readonly Delivery[] {
  return sale.events.flatMap(({ routes }) => routes.flatMap(({ delivery }) => delivery ?? []))
}

/** Shows a changed post in the pages of sales. */
export function putDeliveryInSales(queries: QueryClient, changed: Delivery) {
  queries.setQueriesData<SaleDetail>({ queryKey: ['sales', 'detail'] }, (sale) => {
    if (!sale || !deliveriesOf(sale).some(({ id }) => id === changed.id)) return sale
    return {
      ...sale,
      events: sale.events.map((event) => ({
        ...event,
        routes: event.routes.map((route) =>
          route.delivery?.id === changed.id ? { ...route, delivery: { ...route.delivery, ...changed } } : route,
        ),
      })),
    }
  })
}

function lookAgainMs(deliveries: readonly Delivery[]): number | false {
  if (deliveries.some((delivery) => isOnItsWay(delivery))) return soonMs
  return deliveries.every(isAtRest) ? false : laterMs
}
