import type { CallOptions, Calls, RepeatableOptions, RequestOptions, StreamOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { path } from '../path.ts'
import { streamOf } from '../stream-of.ts'
import type {
  BatchResult,
  BufferedUpdate,
  EventDetail,
  EventInput,
  EventReport,
  HeardEvent,
  HeardFilter,
  MissingField,
  RoutingDecision,
  Rows,
  TransactionDetail,
  TransactionReport,
  UnknownField,
  UpdateFate,
  UpdateOptions,
} from '../types.ts'

/** The `data` object of a purchase event: product, buyer, producer, affiliates, commissions, purchase, subscription. */
type TransactionData = Readonly<Record<string, unknown>>

export function transactionsOf({ request }: Calls) {
  const report = (method: 'PUT' | 'PATCH', transaction: string, data: TransactionData, options: ReportOptions = {}) => {
    const { occurredAt, occurrence, emitStale, ...rest } = options
    const query = { occurredAt, occurrence, emitStale }
    return request<TransactionReport | BufferedUpdate>(method, path`/v1/transactions/${transaction}`, {
      ...keyed(rest),
      query,
      body: data,
    })
  }
  return {
    /** Reports a transaction as it now is, whole. For the platform. */
    put: (transaction: string, data: TransactionData, options?: ReportOptions) =>
      report('PUT', transaction, data, options),
    /** Reports what changed of a transaction, as a merge patch (RFC 7396). For the platform. */
    patch: (transaction: string, change: TransactionData, options?: ReportOptions) =>
      report('PATCH', transaction, change, options),
    /** With its events. */
    get: (transaction: string, options?: CallOptions) =>
      request<TransactionDetail>('GET', path`/v1/transactions/${transaction}`, options),
  }
}

export type ReportOptions = UpdateOptions & RepeatableOptions

/** Up to 1,000 events are answered when all of them are stored. */
const batchTimeoutMs = 120_000

export function eventsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Reports an event of the catalogue. For the platform. */
    post: (input: EventInput, options?: RepeatableOptions) =>
      request<EventReport | BufferedUpdate>('POST', '/v1/events', { ...keyed(options), body: input }),
    /**
     * Reports up to 1,000 events; one result for each. For the platform. It is not tried again by itself: with an `id` in each event you
     * can send it again as it is.
     */
    postBatch: (inputs: readonly EventInput[], options?: CallOptions) => {
      const content = inputs.map((input) => JSON.stringify(input)).join('\n')
      const batch: RequestOptions = {
        timeoutMs: batchTimeoutMs,
        ...options,
        raw: { contentType: 'application/x-ndjson', content },
      }
      return request<readonly BatchResult[]>('POST', '/v1/events/batch', batch)
    },
    /** With its deliveries. */
    get: (id: string, options?: CallOptions) => request<EventDetail>('GET', path`/v1/events/${id}`, options),
    /** Why each configuration got the event, or did not. */
    routing: (id: string, options?: CallOptions) =>
      request<Rows<RoutingDecision> & { readonly eventId: string }>('GET', path`/v1/events/${id}/routing`, options),
    /** As they happen, until either side ends it. What happens while you do not listen is in the history only. */
    stream: (filter: HeardFilter = {}, options?: StreamOptions) =>
      streamOf<HeardEvent>(calls, '/v1/events/stream', 'event', { ...options, query: { ...filter } }),
  }
}

/** What became of reports, and what was found in them. For the platform. */
export function intakeOf({ request }: Calls) {
  return {
    /** What became of a report that was answered as buffered. */
    get: (updateId: string, options?: CallOptions) => request<UpdateFate>('GET', path`/v1/intake/${updateId}`, options),
    /** Fields and values that were reported and are not documented. */
    unknownFields: (options?: CallOptions) => request<Rows<UnknownField>>('GET', '/v1/intake/unknown-fields', options),
    /** Fields that Hotmart always sends and that were not reported. */
    missingFields: (options?: CallOptions) => request<Rows<MissingField>>('GET', '/v1/intake/missing-fields', options),
  }
}
