import type { EventName } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function documentationOptions(event: EventName) {
  return queryOptions({
    queryKey: ['event-types', 'preview', event],
    queryFn: ({ signal }) => client.eventTypes.get(event, {}, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function eventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'to-preview'],
    queryFn: async ({ signal }) => (await client.eventTypes.list({}, { signal })).data.map(({ event }) => event),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useDocumentation(event: EventName) {
  return useQuery(documentationOptions(event))
}

export function useEvents() {
  return useQuery(eventsOptions())
}
