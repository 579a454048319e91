import type { Configuration } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function getConfiguration(id: string, signal: AbortSignal): Promise<Configuration> {
  return client.request('GET', `/v1/configurations/${encodeURIComponent(id)}`, { signal })
}

export function configurationOptions(id: string) {
  return queryOptions({
    queryKey: ['configurations', 'one', id],
    queryFn: ({ signal }) => getConfiguration(id, signal),
    // Its state changes by itself.
    refetchInterval: 20_000,
  })
}

export function useConfiguration(id: string) {
  return useQuery(configurationOptions(id))
}
