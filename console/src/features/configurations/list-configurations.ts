import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export interface ConfigurationsPage {
  readonly cursor?: string | undefined
  readonly limit?: number
}

export function configurationsOptions(page: ConfigurationsPage = {}) {
  return queryOptions({
    queryKey: ['configurations', 'list', page],
    queryFn: ({ signal }) => client.configurations.list(page, { signal }),
    placeholderData: keepPreviousData,
    // States and what is held change by themselves, quickly while a backlog goes out.
    refetchInterval: ({ state }) => (state.data?.data.some(({ releasing }) => releasing) ? 2_000 : 20_000),
  })
}

export function useConfigurations(page: ConfigurationsPage = {}) {
  return useQuery(configurationsOptions(page))
}
