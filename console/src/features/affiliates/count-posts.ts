import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function postsCountOptions() {
  return queryOptions({
    queryKey: ['deliveries', 'all-count'],
    queryFn: ({ signal }) => client.deliveries.count({ test: false }, { signal }),
  })
}

/** All that this account was sent, tests apart, as far as the history goes back. */
export function usePostsCount() {
  return useQuery(postsCountOptions())
}
