import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { client } from './client.ts'

const limit = 10

function pastActionsOptions() {
  return infiniteQueryOptions({
    queryKey: ['past-actions', 'list'],
    queryFn: ({ signal, pageParam }) => client.pastActions.list({ limit, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export function usePastActions() {
  return useInfiniteQuery(pastActionsOptions())
}
