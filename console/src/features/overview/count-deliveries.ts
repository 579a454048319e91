import type { DeliveryCount, DeliveryFilter } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const everyMs = 30_000

function countDeliveries(filter: DeliveryFilter, signal: AbortSignal): Promise<DeliveryCount> {
  return client.request('GET', '/v1/deliveries/count', { query: { ...filter }, signal })
}

export function countOptions(filter: DeliveryFilter) {
  return queryOptions({
    queryKey: ['deliveries', 'overview-count', filter],
    queryFn: ({ signal }) => countDeliveries(filter, signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
}

/** Without tests, as all figures here. */
export function useCount(filter: DeliveryFilter) {
  return useQuery(countOptions({ ...filter, test: false }))
}
