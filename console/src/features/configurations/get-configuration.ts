import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function configurationOptions(id: string) {
  return queryOptions({
    queryKey: ['configurations', 'one', id],
    queryFn: ({ signal }) => client.configurations.get(id, { signal }),
    // Its state changes by itself.
    refetchInterval: 20_000,
  })
}

export function useConfiguration(id: string) {
  return useQuery(configurationOptions(id))
}
