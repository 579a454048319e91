import { isApiError } from './api-error.ts'
import type { Calls, Query, StreamOptions } from './calls.ts'
import { pause } from './pause.ts'
import type { ServerSentEvent } from './server-sent-events.ts'

export interface LastingStreamOptions extends StreamOptions {
  readonly query?: Query
  /** Where to go on: the `id` of the last message that you know. */
  readonly lastEventId?: string
  /** The line was lost, or ended by the server; it is made anew in `waitMs`. */
  readonly onLost?: (cause: unknown, waitMs: number) => void
  /** Before the first attempt to connect again, the second, and so on; the last one counts for all further ones. */
  readonly waitsMs?: readonly number[]
}

/**
 * A stream that outlives its connections: each new one names the last message that was read, and the server tells what came after
 * it, so that nothing is lost and nothing comes twice. What it cannot tell any more comes as a message `missed` with its number.
 * Ends when `signal` does.
 * @throws ApiError when the first connection fails, and whenever the server says that the request is wrong (4xx)
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
