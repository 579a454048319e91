import type { EventTypeSummary } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function listTestEvents(signal: AbortSignal): Promise<{ readonly data: readonly EventTypeSummary[] }> {
  return client.request('GET', '/v1/event-types', { signal })
}

export function testEventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'to-test'],
    queryFn: ({ signal }) => listTestEvents(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What this server can send; its names come from our own words. */
export function useTestEvents() {
  return useQuery(testEventsOptions())
}
