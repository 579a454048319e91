import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 20

export function testsOptions(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['deliveries', 'tests', cursor ?? null],
    queryFn: ({ signal }) => client.deliveries.list({ test: true, limit, cursor }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** Tests sent before, newest first. */
export function useTests(cursor: string | undefined) {
  return useQuery(testsOptions(cursor))
}
