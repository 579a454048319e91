import type { EventName, EventType, EventTypeSummary } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function getDocumentation(event: EventName, signal: AbortSignal): Promise<EventType> {
  return client.request('GET', `/v1/event-types/${event}`, { signal })
}

function listEvents(signal: AbortSignal): Promise<{ readonly data: readonly EventTypeSummary[] }> {
  return client.request('GET', '/v1/event-types', { signal })
}

export function documentationOptions(event: EventName) {
  return queryOptions({
    queryKey: ['event-types', 'preview', event],
    queryFn: ({ signal }) => getDocumentation(event, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function eventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'to-preview'],
    queryFn: async ({ signal }) => (await listEvents(signal)).data.map(({ event }) => event),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useDocumentation(event: EventName) {
  return useQuery(documentationOptions(event))
}

export function useEvents() {
  return useQuery(eventsOptions())
}
