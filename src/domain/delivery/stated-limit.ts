import type { Outcome } from './attempt.ts'
import { retryAfterMaxMs } from './retry-schedule.ts'

/**
 * A limit that the receiver states: 429 or 503 with `Retry-After` (RFC 6585 section 4, RFC 9110 section 10.2.3). It speaks of
 * the lane, not of the post: the receiver takes others, only fewer at a time.
 */

const limitStatuses: ReadonlySet<number> = new Set([429, 503])
/** The receiver takes others if it took one in the ten minutes before. */
export const takesOthersMs = 10 * 60_000
/** So many refusals of one delivery go uncounted, and for so long: a receiver that never takes this one must not keep it forever. */
export const uncountedMax = 20
export const uncountedForMs = 24 * 3_600_000

/**
 * Until when the receiver asked to wait; null: the answer states no limit.
 * @param retryAfterMs what its `Retry-After` says
 */
export function askedToWaitUntil(
  answer: { readonly outcome: Outcome; readonly status: number },
  retryAfterMs: number | null,
  now: number,
): number | null {
  if (answer.outcome !== 'rejected' || !limitStatuses.has(answer.status) || retryAfterMs === null) return null
  return now + Math.min(retryAfterMs, retryAfterMaxMs)
}

/** Whether a refusal with a stated limit uses up an attempt all the same. */
export function refusalCounts(refusal: {
  readonly at: number
  /** The lane's last 2xx before it; null: none is known. */
  readonly lastTakenAt: number | null
  /** Refusals of this series that were not counted. */
  readonly uncounted: number
  /** Of the series' first attempt. */
  readonly firstAttemptAt: number
}): boolean {
  const takesOthers = refusal.lastTakenAt !== null && refusal.at - refusal.lastTakenAt <= takesOthersMs
  return !takesOthers || refusal.uncounted >= uncountedMax || refusal.at - refusal.firstAttemptAt >= uncountedForMs
}
