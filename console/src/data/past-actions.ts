import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'

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

/** As many as one answer holds. */
const lookedAt = 250

/** Those of one subject, by its name, among the newest of the account. */
export function usePastActionsOf(subject: string) {
  return useQuery({
    queryKey: ['past-actions', 'newest'],
    queryFn: ({ signal }) => client.pastActions.list({ limit: lookedAt }, { signal }),
    select: ({ data }) => data.filter((action) => action.subject === subject),
  })
}
