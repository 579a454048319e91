import {
  type EventName,
  type EventTypeSummary,
  isApiError,
  type PayloadVersion,
  type PurchaseKind,
} from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from './asking/client.ts'
import { isJsonObject, type JsonObject } from './asking/json-object.ts'

/** The documentation changes only with the version of the server. */
const staleTime = 10 * 60_000

/** An event with the versions of the payload that have it. */
export type KnownEvent = Pick<EventTypeSummary, 'event' | 'versions'>

export function knownEventsOptions() {
  return queryOptions({
    queryKey: ['event-types', 'names'],
    queryFn: async ({ signal }): Promise<readonly KnownEvent[]> => (await client.eventTypes.list({}, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The events that this server can send. Their names come from the console's own words. */
export function useKnownEvents() {
  return useQuery(knownEventsOptions())
}

function eventTypesOptions(locale: string) {
  return queryOptions({
    queryKey: ['event-types', 'list', locale],
    queryFn: ({ signal }) => client.eventTypes.list({ locale }, { signal }),
    staleTime,
  })
}

/** The same events, with titles and descriptions in the language of the reader. */
export function useEventTypes() {
  return useQuery(eventTypesOptions(useTranslation().i18n.language))
}

export interface EventTypeChoice {
  readonly event: EventName
  readonly version: PayloadVersion
  /** One of the reader's products, for the example; without it, a made-up one. */
  readonly productId?: number | undefined
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

export function useEventType(choice: EventTypeChoice) {
  return useQuery(eventTypeOptions(choice, useTranslation().i18n.language))
}

export function eventTypePath(event: EventName): string {
  return `/v1/event-types/${encodeURIComponent(event)}`
}

/** Whether the server said that it knows the event, but not in this version. */
export function isUnknownVersion(error: unknown): boolean {
  return isApiError(error) && error.errors.some(({ pointer }) => pointer === '?version' || pointer === '{event}')
}

export function payloadPreviewOptions(event: EventName) {
  return queryOptions({
    queryKey: ['event-types', 'preview', event],
    queryFn: ({ signal }) => client.eventTypes.get(event, {}, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** An event in the version that is sent if none is chosen. */
export function usePayloadPreview(event: EventName) {
  return useQuery(payloadPreviewOptions(event))
}

/** What the example is of. */
export interface ExampleOf {
  readonly event: EventName
  readonly productId: number | undefined
  /** null: there is no choice. */
  readonly kind: PurchaseKind | null
}

export function exampleOptions(of: ExampleOf) {
  return queryOptions({
    queryKey: ['event-types', 'example', of],
    queryFn: async ({ signal }): Promise<JsonObject> => {
      const query = { productId: of.productId, kind: of.kind ?? undefined }
      const { example } = await client.eventTypes.get(of.event, query, { signal })
      return isJsonObject(example.data) ? example.data : {}
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The `data` of an event as it would be sent, with one of the reader's own products. Only times and the transaction differ. */
export function useExample(of: ExampleOf) {
  return useQuery(exampleOptions(of))
}
