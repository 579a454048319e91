import type { DeliveryFilter } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../asking/client.ts'
import { fillPage } from '../asking/fill-page.ts'

/** A bound, so that a search for a rare post does not read a long history at once. */
const emptyAnswersMost = 20

export interface DeliveriesPage {
  readonly filter: DeliveryFilter
  readonly cursor: string | undefined
}

export function deliveriesOptions({ filter, cursor }: DeliveriesPage) {
  return queryOptions({
    queryKey: ['deliveries', 'list', { filter, cursor }],
    queryFn: ({ signal }) =>
      fillPage((request) => client.deliveries.list({ ...filter, ...request }, { signal }), cursor, emptyAnswersMost),
    placeholderData: keepPreviousData,
    // Rows do not move while the reader reads: new ones appear on request.
    refetchOnWindowFocus: false,
    staleTime: 5_000,
  })
}

export function useDeliveries(page: DeliveriesPage) {
  return useQuery(deliveriesOptions(page))
}

/** Every list, count and detail of deliveries. */
export function useRefreshDeliveries() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['deliveries'] })
}

/** Only what the list shows: counts are asked for again by themselves, and less often. */
export function useRefreshList() {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: ['deliveries', 'list'] })
    void queries.invalidateQueries({
      queryKey: ['deliveries', 'count'],
      predicate: ({ state }) => isOld(state.dataUpdatedAt),
    })
  }
}

const countEveryMs = 5_000

function isOld(updatedAt: number): boolean {
  return Date.now() - updatedAt > countEveryMs
}
