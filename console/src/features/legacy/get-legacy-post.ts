import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const lookEveryMs = 1_000

export function legacyPostOptions(id: string) {
  return queryOptions({
    queryKey: ['legacy-posts', 'detail', id],
    queryFn: ({ signal }) => client.legacyPosts.get(id, { signal }),
    staleTime: 0,
    // The page of a post that is being sent follows it.
    refetchInterval: ({ state: { data } }) => (data?.sending ? lookEveryMs : false),
  })
}

export function useLegacyPost(id: string) {
  return useQuery(legacyPostOptions(id))
}
