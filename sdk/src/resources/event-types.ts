import type { CallOptions, Calls } from '../calls.ts'
import { path } from '../path.ts'
import type { EventName, EventType, EventTypeQuery, EventTypeSummary, LocaleQuery, Rows } from '../types.ts'

/** The documentation of events. */
export function eventTypesOf({ request }: Calls) {
  return {
    /** Every event that a configuration can select. */
    list: (query: LocaleQuery = {}, options?: CallOptions) =>
      request<Rows<EventTypeSummary>>('GET', '/v1/event-types', { ...options, query: { ...query } }),
    /** With parameters, example and schema. */
    get: (event: EventName, query: EventTypeQuery = {}, options?: CallOptions) =>
      request<EventType>('GET', path`/v1/event-types/${event}`, { ...options, query: { ...query } }),
  }
}
