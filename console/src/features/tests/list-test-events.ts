import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function testEventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'to-test'],
    queryFn: ({ signal }) => client.eventTypes.list({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What this server can send; its names come from our own words. */
export function useTestEvents() {
  return useQuery(testEventsOptions())
}
