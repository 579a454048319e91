import type { EventName, PayloadVersion } from '@postback/sdk'
import { isApiError } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'

/** Changes only with the version of the server. */
const staleTime = 10 * 60_000

export interface EventTypeChoice {
  readonly event: EventName
  readonly version: PayloadVersion
  /** One of the reader's own, for the example; without it a made-up one. */
  readonly productId?: number | undefined
}

export function eventTypePath(event: EventName): string {
  return `/v1/event-types/${encodeURIComponent(event)}`
}

function eventTypesOptions(locale: string) {
  return queryOptions({
    queryKey: ['event-types', 'list', locale],
    queryFn: ({ signal }) => client.eventTypes.list({ locale }, { signal }),
    staleTime,
  })
}

function eventTypeOptions(choice: EventTypeChoice, locale: string) {
  return queryOptions({
    queryKey: ['event-types', 'one', choice, locale],
    queryFn: ({ signal }) => {
      const { event, ...query } = choice
      return client.eventTypes.get(event, { ...query, locale }, { signal })
    },
    placeholderData: keepPreviousData,
    staleTime,
  })
}

export function useEventTypes() {
  return useQuery(eventTypesOptions(useTranslation().i18n.language))
}

export function useEventType(choice: EventTypeChoice) {
  return useQuery(eventTypeOptions(choice, useTranslation().i18n.language))
}

/** Whether the server said that it knows the event, but not in this version. */
export function isUnknownVersion(error: unknown): boolean {
  return isApiError(error) && error.errors.some(({ pointer }) => pointer === '?version' || pointer === '{event}')
}
