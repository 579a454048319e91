import type { DeliveryDetail } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const soonMs = 400
/** After a first answer that was no success: the next attempt is a minute or more away. */
const laterMs = 5_000

function getResult(id: string, signal: AbortSignal): Promise<DeliveryDetail> {
  return client.request('GET', `/v1/deliveries/${id}`, { signal })
}

export function resultOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'test-result', id],
    queryFn: ({ signal }) => getResult(id, signal),
    refetchInterval: ({ state: { data } }) => {
      if (!data || data.attempts.length === 0) return data && isOver(data) ? false : soonMs
      return isOver(data) ? false : laterMs
    },
  })
}

export function isOver({ state }: Pick<DeliveryDetail, 'state'>): boolean {
  return state === 'delivered' || state === 'failed' || state === 'cancelled'
}

/** Asks again until there is an answer, and slowly from then on until nothing more will come. */
export function useResult(id: string) {
  return useQuery(resultOptions(id))
}
