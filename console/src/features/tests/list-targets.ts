import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** As many as one answer holds. */
const limit = 250

export function targetsOptions() {
  return queryOptions({
    queryKey: ['configurations', 'to-test'],
    queryFn: ({ signal }) => client.configurations.list({ limit }, { signal }),
  })
}

export function useTargets() {
  return useQuery(targetsOptions())
}
