import type { Outcome } from './attempt.ts'
import { retryAfterMaxMs } from './retry-schedule.ts'

/**
 * A limit that the receiver states: 429 or 503 with `Retry-After` (RFC 6585 section 4, RFC 9110 section 10.2.3). It concerns the
 * lane, not the post: the receiver takes other posts, but fewer at a time.
 */

const limitStatuses: ReadonlySet<number> = new Set([429, 503])
/** The receiver counts as taking other posts if it took one within the last ten minutes. */
export const takesOthersMs = 10 * 60_000
/** Refusals of one delivery count after this number or this time: a receiver that always refuses it must not keep it forever. */
export const uncountedMax = 20
export const uncountedForMs = 24 * 3_600_000

/**
 * The moment until which the receiver asked to wait; null: the answer states no limit.
 * @param retryAfterMs its `Retry-After`
 */
export function askedToWaitUntil(
  answer: { readonly outcome: Outcome; readonly status: number },
  retryAfterMs: number | null,
  now: number,
): number | null {
  if (answer.outcome !== 'rejected' || !limitStatuses.has(answer.status) || retryAfterMs === null) return null
  return now + Math.min(retryAfterMs, retryAfterMaxMs)
}

/** Whether a refusal with a stated limit uses up an attempt. */
export function refusalCounts(refusal: {
  readonly at: number
  /** The lane's last 2xx before this refusal; null: none is known. */
  readonly lastTakenAt: number | null
  /** Refusals of this series that were not counted. */
  readonly uncounted: number
  /** The first attempt of the series. */
  readonly firstAttemptAt: number
}): boolean {
  const takesOthers = refusal.lastTakenAt !== null && refusal.at - refusal.lastTakenAt <= takesOthersMs
  return !takesOthers || refusal.uncounted >= uncountedMax || refusal.at - refusal.firstAttemptAt >= uncountedForMs
}
