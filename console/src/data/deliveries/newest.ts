import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../asking/client.ts'

function newestOptions() {
  return queryOptions({
    queryKey: ['deliveries', 'newest-delivered'],
    queryFn: async ({ signal }) => {
      const { data } = await client.deliveries.list({ state: ['delivered'], test: false, limit: 1 }, { signal })
      return data[0] ?? null
    },
    refetchInterval: 30_000,
  })
}

/** The newest post that arrived, tests apart; null: none of those looked at. */
export function useNewestDelivered() {
  return useQuery(newestOptions())
}
