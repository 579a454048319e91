import type { DeliveryDetail } from '@postback/sdk'
import { queryOptions } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const soonMs = 400
/** After a first answer that was no success: the next attempt is a minute or more away. */
const laterMs = 5_000

/** Asks again until there is an answer, and slowly from then on until nothing more will come. */
export function resultOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'test-result', id],
    queryFn: ({ signal }) => client.deliveries.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return soonMs
      if (isOver(data)) return false
      // A success with something to come: it is being sent a second time.
      return data.attempts.length === 0 || data.outcome === 'delivered' ? soonMs : laterMs
    },
  })
}

export function isOver({ state }: Pick<DeliveryDetail, 'state'>): boolean {
  return state === 'delivered' || state === 'failed' || state === 'cancelled'
}

export function hasAnswer(delivery: DeliveryDetail): boolean {
  return delivery.attempts.length > 0 || isOver(delivery)
}
