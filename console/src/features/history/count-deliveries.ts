import type { DeliveryFilter } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function countOptions(filter: DeliveryFilter) {
  return queryOptions({
    queryKey: ['deliveries', 'count', filter],
    queryFn: ({ signal }) => client.deliveries.count(filter, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function useDeliveryCount(filter: DeliveryFilter) {
  return useQuery(countOptions(filter))
}
