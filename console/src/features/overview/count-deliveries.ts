import type { DeliveryFilter } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const everyMs = 30_000

export function countOptions(filter: DeliveryFilter) {
  return queryOptions({
    queryKey: ['deliveries', 'overview-count', filter],
    queryFn: ({ signal }) => client.deliveries.count(filter, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
}

/** Without tests, as all figures here. */
export function useCount(filter: DeliveryFilter) {
  return useQuery(countOptions({ ...filter, test: false }))
}
