import type { DeliveryDetail, DeliveryState } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { isOnItsWay } from './is-on-its-way.ts'

const soonMs = 1_000
const laterMs = 5_000
const atRest: ReadonlySet<DeliveryState> = new Set(['delivered', 'failed', 'cancelled'])

export function fetchDelivery(id: string, signal?: AbortSignal): Promise<DeliveryDetail> {
  return client.deliveries.get(id, { signal })
}

export function deliveryOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'detail', id],
    queryFn: ({ signal }) => fetchDelivery(id, signal),
    staleTime: 0,
    // The page of a post that is not at rest follows it.
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined) return false
      if (isOnItsWay(data)) return soonMs
      return atRest.has(data.state) ? false : laterMs
    },
  })
}

export function useDelivery(id: string) {
  return useQuery(deliveryOptions(id))
}
