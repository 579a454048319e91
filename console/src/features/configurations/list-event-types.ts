import type { EventTypeSummary } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** An event with the versions of the payload that have it. */
export type KnownEvent = Pick<EventTypeSummary, 'event' | 'versions'>

export function knownEventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'names'],
    queryFn: async ({ signal }): Promise<readonly KnownEvent[]> => (await client.eventTypes.list({}, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The events that this server can send: what can be selected. */
export function useKnownEvents() {
  return useQuery(knownEventsOptions())
}
