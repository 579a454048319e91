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
    /** Reports the whole current state of a transaction. For the platform. */
    put: (transaction: string, data: TransactionData, options?: ReportOptions) =>
      report('PUT', transaction, data, options),
    /** Reports changes of a transaction, as a merge patch (RFC 7396). For the platform. */
    patch: (transaction: string, change: TransactionData, options?: ReportOptions) =>
      report('PATCH', transaction, change, options),
    /** With its events. */
    get: (transaction: string, options?: CallOptions) =>
      request<TransactionDetail>('GET', path`/v1/transactions/${transaction}`, options),
  }
}

export type ReportOptions = UpdateOptions & RepeatableOptions

/** The answer comes when all events, up to 1,000, are stored. */
const batchTimeoutMs = 120_000

export function eventsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Reports an event of the catalogue. For the platform. */
    post: (input: EventInput, options?: RepeatableOptions) =>
      request<EventReport | BufferedUpdate>('POST', '/v1/events', { ...keyed(options), body: input }),
    /**
     * Reports up to 1,000 events, and returns one result for each. For the platform. The client does not retry it. If each event has
     * an `id`, the same batch can be sent again.
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
    /** Why each configuration did or did not get the event. */
    routing: (id: string, options?: CallOptions) =>
      request<Rows<RoutingDecision> & { readonly eventId: string }>('GET', path`/v1/events/${id}/routing`, options),
    /** Live events, until either side ends the stream. Events between two streams are only in the history. */
    stream: (filter: HeardFilter = {}, options?: StreamOptions) =>
      streamOf<HeardEvent>(calls, '/v1/events/stream', 'event', { ...options, query: { ...filter } }),
  }
}

/** Results of reports, and findings in them. For the platform. */
export function intakeOf({ request }: Calls) {
  return {
    /** The result of a report that was answered as buffered. */
    get: (updateId: string, options?: CallOptions) => request<UpdateFate>('GET', path`/v1/intake/${updateId}`, options),
    /** Reported fields and values that are not documented. */
    unknownFields: (options?: CallOptions) => request<Rows<UnknownField>>('GET', '/v1/intake/unknown-fields', options),
    /** Fields that Hotmart always sends but that were not reported. */
    missingFields: (options?: CallOptions) => request<Rows<MissingField>>('GET', '/v1/intake/missing-fields', options),
  }
}
