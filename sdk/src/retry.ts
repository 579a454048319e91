import { type ApiError, isApiError } from './api-error.ts'
import { pause } from './pause.ts'

/** Trying a call again: only what can be repeated comes here. */

export interface Clock {
  /** Milliseconds; only differences between two answers count. */
  now(): number
  /** From 0 to 1, like Math.random. */
  random(): number
  /** Fulfilled after so many milliseconds. Rejected with the signal’s reason when that comes first. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

export const systemClock: Clock = { now: () => Date.now(), random: () => Math.random(), pause }

interface Patience {
  /** How often the call is tried again at most. */
  readonly retries: number
  readonly clock: Clock
  /** On the clock. A wait that would end later is not begun. */
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

/** Not reached, too much at the moment, or away for a moment: the server itself, or a proxy before it. */
const passingStatuses: readonly number[] = [429, 502, 503, 504]

function isPassing({ code, status }: ApiError): boolean {
  // In progress: the try before was lost on its way back, and the server is still at it.
  return code === 'not_reached' || code === 'idempotency_in_progress' || passingStatuses.includes(status)
}

const firstWaitMs = 500
const longestWaitMs = 8_000

/** Twice as long each time, and between a half and a whole of it, so that callers that failed together do not return together. */
function waitAfter(tries: number, { retryAfter }: ApiError, random: number): number {
  const wholeMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1))
  return (retryAfter ?? 0) * 1000 + wholeMs * (0.5 + random / 2)
}
