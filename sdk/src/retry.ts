import { type ApiError, isApiError } from './api-error.ts'
import { pause } from './pause.ts'

/** Retries of calls. The caller passes `retries: 0` for calls that are not repeatable. */

export interface Clock {
  /** Milliseconds, for differences only. */
  now(): number
  /** From 0 to 1, like Math.random. */
  random(): number
  /** Resolves after this time. Rejects with the signal’s reason if it aborts first. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

export const systemClock: Clock = { now: () => Date.now(), random: () => Math.random(), pause }

interface Patience {
  /** Maximum of further tries. */
  readonly retries: number
  readonly clock: Clock
  /** A time of the clock. If a wait would end later, the error is thrown at once. */
  readonly endsAt: number
  readonly signal: AbortSignal
}

export async function tryAgain<Answer>(attempt: () => Promise<Answer>, patience: Patience): Promise<Answer> {
  const { retries, clock, endsAt, signal } = patience
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries > retries || !isApiError(error) || !isPassing(error)) throw error
      const waitMs = waitAfter(tries, error, clock.random())
      if (clock.now() + waitMs >= endsAt) throw error
      await clock.pause(waitMs, signal)
    }
  }
}

/** The server, or a proxy in front of it, is overloaded or unavailable for a moment. */
const passingStatuses: readonly number[] = [429, 502, 503, 504]

function isPassing({ code, status }: ApiError): boolean {
  // In progress: the connection of the try before was lost, and the server still works on that request.
  return code === 'not_reached' || code === 'idempotency_in_progress' || passingStatuses.includes(status)
}

const firstWaitMs = 500
const longestWaitMs = 8_000

/** Exponential back-off with jitter, so that callers that failed together do not try again together. */
function waitAfter(tries: number, { retryAfter }: ApiError, random: number): number {
  const wholeMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1))
  return (retryAfter ?? 0) * 1000 + wholeMs * (0.5 + random / 2)
}
