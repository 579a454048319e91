import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const soonMs = 500

export function arrivalOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'arrival', id],
    queryFn: ({ signal }) => client.deliveries.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.attempts.length === 0 ? soonMs : false),
  })
}

/** One post in the inbox, with all that came with it. */
export function useArrival(id: string) {
  return useQuery(arrivalOptions(id))
}
