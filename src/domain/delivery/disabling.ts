import type { DisabledReason, Health } from '../configuration.ts'
import { blamesUrl, type Outcome } from './attempt.ts'

/** Five days without a success… */
export const failingForMs = 5 * 24 * 3_600_000
/** …and at least this many failed attempts: one old failure alone is no reason. */
export const failingAttempts = 20

/** A failed automatic attempt, and its delivery. Tests and manual series never disable a configuration. */
export interface FailedAttempt {
  readonly at: number
  readonly outcome: Outcome
  readonly status: number
  readonly cause: string | null
  /** Whether it was the last of its series. */
  readonly usedUp: boolean
  /** Whether every attempt of the series, this one included, failed because of the URL itself. */
  readonly allBlameUrl: boolean
  /** The first attempt of the series. */
  readonly firstAttemptAt: number
}

/** Why the configuration has to be disabled; null: it stays enabled. */
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
