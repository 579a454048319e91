import type { CallOptions, Calls, RepeatableOptions, StreamOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { list, type PageRequest } from '../listing.ts'
import { path } from '../path.ts'
import { streamOf } from '../stream-of.ts'
import type {
  AgainOptions,
  Delivery,
  DeliveryCount,
  DeliveryDetail,
  DeliveryFilter,
  Replay,
  ReplayInput,
  Rows,
  StatsQuery,
  StatsRow,
} from '../types.ts'

export function deliveriesOf(calls: Calls) {
  const { request } = calls
  return {
    /** Newest first. A page may be short or empty and still have a `nextCursor`. */
    list: (filter: DeliveryFilter & PageRequest = {}, options?: CallOptions) =>
      list<Delivery>(calls, '/v1/deliveries', { ...filter }, options),
    count: (filter: DeliveryFilter = {}, options?: CallOptions) =>
      request<DeliveryCount>('GET', '/v1/deliveries/count', { ...options, query: { ...filter } }),
    /** With payload, attempts and past actions. */
    get: (id: string, options?: CallOptions) => request<DeliveryDetail>('GET', path`/v1/deliveries/${id}`, options),
    /** Processes the delivery again, in a new series of attempts. */
    resend: (id: string, how: AgainOptions = {}, options?: RepeatableOptions) =>
      request<Delivery>('POST', path`/v1/deliveries/${id}/resend`, { ...keyed(options), body: how }),
    /** Stops further attempts. */
    cancel: (id: string, options?: RepeatableOptions) =>
      request<Delivery>('POST', path`/v1/deliveries/${id}/cancel`, keyed(options)),
    /** Live changes, until either side ends the stream. */
    stream: (options?: StreamOptions) => streamOf<Delivery>(calls, '/v1/deliveries/stream', 'delivery', { ...options }),
  }
}

/** Process many deliveries again. */
export function replaysOf(calls: Calls) {
  const { request } = calls
  return {
    create: (input: ReplayInput, options?: RepeatableOptions) =>
      request<Replay>('POST', '/v1/replays', { ...keyed(options), body: input }),
    /** Counts the deliveries that `create` would process. Sends nothing. */
    count: (input: ReplayInput, options?: CallOptions) =>
      request<DeliveryCount>('POST', '/v1/replays', { ...options, repeatable: true, body: { ...input, dryRun: true } }),
    get: (id: string, options?: CallOptions) => request<Replay>('GET', path`/v1/replays/${id}`, options),
    /** Its deliveries that have not arrived, oldest first. */
    failures: (id: string, page: PageRequest = {}, options?: CallOptions) =>
      list<Delivery>(calls, path`/v1/replays/${id}/failed`, { ...page }, options),
    cancel: (id: string, options?: RepeatableOptions) =>
      request<Replay>('POST', path`/v1/replays/${id}/cancel`, keyed(options)),
  }
}

export function statsOf({ request }: Calls) {
  return {
    /** Attempts per hour or day, without tests and manual series. */
    get: (query: StatsQuery = {}, options?: CallOptions) =>
      request<Rows<StatsRow>>('GET', '/v1/stats', { ...options, query: { ...query } }),
  }
}
