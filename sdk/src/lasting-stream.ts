import { isApiError } from './api-error.ts'
import type { Calls, Query, StreamOptions } from './calls.ts'
import { pause } from './pause.ts'
import type { ServerSentEvent } from './server-sent-events.ts'

export interface LastingStreamOptions extends StreamOptions {
  readonly query?: Query
  /** Where to continue: the `id` of the last message that you know. */
  readonly lastEventId?: string
  /** Called when the connection was lost, or the server ended it. The next attempt to connect follows in `waitMs`. */
  readonly onLost?: (cause: unknown, waitMs: number) => void
  /** Waits before the first attempt to connect again, the second, and so on. The last one is repeated. */
  readonly waitsMs?: readonly number[]
}

/**
 * A stream that continues over several connections. Each new connection names the last message that was read, and the server sends
 * the later ones: nothing is lost and nothing comes twice. A message `missed` has the number of events that are no longer available.
 * Ends when `signal` aborts.
 * @throws ApiError when the first connection fails, and when the server refuses the request (4xx)
 */
export async function* lastingStream(
  client: Pick<Calls, 'stream'>,
  path: string,
  options: LastingStreamOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const { lastEventId, onLost, waitsMs = [1_000, 2_000, 5_000, 10_000], headers, ...rest } = options
  let last = lastEventId ?? null
  let failures = 0
  let isFirst = true
  while (!rest.signal?.aborted) {
    let cause: unknown = null
    try {
      const known = last === null ? headers : { ...headers, 'last-event-id': last }
      for await (const message of client.stream(path, { ...rest, ...(known && { headers: known }) })) {
        isFirst = false
        failures = 0
        last = message.id ?? last
        yield message
      }
    } catch (error) {
      if (rest.signal?.aborted) return
      if (isFirst || (isApiError(error) && error.status >= 400 && error.status < 500)) throw error
      cause = error
    }
    if (rest.signal?.aborted) return
    const waitMs = waitsMs[Math.min(failures++, waitsMs.length - 1)] ?? 0
    onLost?.(cause, waitMs)
    await pause(waitMs, rest.signal).catch(() => undefined)
  }
}
