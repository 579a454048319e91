import type { Configuration, DeliveryFilter } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../asking/client.ts'

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

const usuallyMs = 30_000
const soonMs = 3_000

/** Without tests, kept up to date. @param soon whether it is about to change */
export function useCurrentCount(filter: DeliveryFilter, { soon = false }: { readonly soon?: boolean } = {}) {
  return useQuery({ ...countOptions({ ...filter, test: false }), refetchInterval: soon ? soonMs : usuallyMs })
}

/** Whether any post of the configuration, tests included, ever got a 2xx; undefined: not known yet. */
export function useAccepted(configuration: Configuration | null | undefined, enabled: boolean): boolean | undefined {
  const known = configuration?.health.lastSuccessAt != null
  const configurationId = configuration?.id
  const { data } = useQuery({
    queryKey: ['deliveries', 'accepted', configurationId],
    queryFn: ({ signal }) => client.deliveries.count({ configurationId, state: ['delivered'] }, { signal }),
    enabled: enabled && !known && configurationId !== undefined,
  })
  return known || (data && data.count > 0)
}
