import type { Delivery, Page } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 20

function listTests(cursor: string | undefined, signal: AbortSignal): Promise<Page<Delivery>> {
  return client.request('GET', '/v1/deliveries', { query: { test: true, limit, cursor }, signal })
}

export function testsOptions(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['deliveries', 'tests', cursor ?? null],
    queryFn: ({ signal }) => listTests(cursor, signal),
    placeholderData: keepPreviousData,
  })
}

/** Tests sent before, newest first. */
export function useTests(cursor: string | undefined) {
  return useQuery(testsOptions(cursor))
}
