import type { Configuration, Page } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export interface ConfigurationsPage {
  readonly cursor?: string | undefined
  readonly limit?: number
}

function listConfigurations(page: ConfigurationsPage, signal: AbortSignal): Promise<Page<Configuration>> {
  return client.request('GET', '/v1/configurations', { query: { ...page }, signal })
}

export function configurationsOptions(page: ConfigurationsPage = {}) {
  return queryOptions({
    queryKey: ['configurations', 'list', page],
    queryFn: ({ signal }) => listConfigurations(page, signal),
    placeholderData: keepPreviousData,
    // States and what is held change by themselves, quickly while a backlog goes out.
    refetchInterval: ({ state }) => (state.data?.data.some(({ releasing }) => releasing) ? 2_000 : 20_000),
  })
}

export function useConfigurations(page: ConfigurationsPage = {}) {
  return useQuery(configurationsOptions(page))
}
