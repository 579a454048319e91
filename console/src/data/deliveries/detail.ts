import type { Delivery, DeliveryDetail, DeliveryState } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../asking/client.ts'

const momentMs = 5_000
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
    // While a post can still change, its page polls.
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined) return false
      if (isOnItsWay(data)) return soonMs
      return isAtRest(data) ? false : laterMs
    },
  })
}

export function useDelivery(id: string) {
  return useQuery(deliveryOptions(id))
}

/** Whether it will change within seconds. */
export function isOnItsWay(delivery: Pick<Delivery, 'state' | 'nextAttemptAt'>, now = Date.now()): boolean {
  const { state, nextAttemptAt } = delivery
  if (state === 'sending') return true
  return state === 'queued' && (nextAttemptAt === null || Date.parse(nextAttemptAt) - now < momentMs)
}

/** Whether it will not change by itself. */
export function isAtRest({ state }: Pick<Delivery, 'state'>): boolean {
  return atRest.has(state)
}
