import type { EventTypeSummary } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** An event with the versions of the payload that have it. */
export type KnownEvent = Pick<EventTypeSummary, 'event' | 'versions'>

async function listKnownEvents(signal: AbortSignal): Promise<readonly KnownEvent[]> {
  const answer = await client.request<{ data: readonly EventTypeSummary[] }>('GET', '/v1/event-types', { signal })
  return answer.data
}

export function knownEventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'names'],
    queryFn: ({ signal }) => listKnownEvents(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The events that this server can send: what can be selected. */
export function useKnownEvents() {
  return useQuery(knownEventsOptions())
}
