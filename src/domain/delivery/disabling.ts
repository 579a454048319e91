import type { DisabledReason, Health } from '../configuration.ts'
import { blamesUrl, type Outcome } from './attempt.ts'

/** Five days of nothing but failures… */
export const failingForMs = 5 * 24 * 3_600_000
/** …over at least this many attempts, so that one lonely failure does not age into a reason. */
export const failingAttempts = 20

/** An automatic attempt that failed, and the delivery it belongs to. Tests and manual series are never put to this question. */
export interface FailedAttempt {
  readonly at: number
  readonly outcome: Outcome
  readonly status: number
  readonly cause: string | null
  /** Whether it was the last of its series. */
  readonly usedUp: boolean
  /** Whether every attempt of the series, this one included, failed for the URL itself. */
  readonly allBlameUrl: boolean
  /** Of the series' first attempt. */
  readonly firstAttemptAt: number
}

/** Whether the configuration has to be disabled, so that nothing more is sent in vain. */
export function disablingReason(attempt: FailedAttempt, health: Health): DisabledReason | null {
  if (attempt.outcome === 'rejected' && attempt.status === 410) return 'gone'
  if (attempt.usedUp && attempt.allBlameUrl && blamesUrl(attempt) && !succeededSince(health, attempt.firstAttemptAt)) {
    return 'url-error'
  }
  if (
    health.failingSince !== null &&
    attempt.at - health.failingSince >= failingForMs &&
    health.failures >= failingAttempts
  ) {
    return 'failing'
  }
  return null
}

function succeededSince(health: Health, at: number): boolean {
  return health.lastSuccessAt !== null && health.lastSuccessAt >= at
}
