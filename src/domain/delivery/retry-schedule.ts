import type { Outcome } from './attempt.ts'

/** Waits between the attempts of a series, in milliseconds: n waits make n + 1 attempts. */
export type RetrySchedule = readonly number[]

const minute = 60_000
const hour = 60 * minute

/** 1 min, 10 min, 1 h, 6 h: five attempts over seven hours. */
export const defaultSchedule: RetrySchedule = [minute, 10 * minute, hour, 6 * hour]

/** A receiver may ask for more patience, but not for ever. */
export const retryAfterMaxMs = 24 * hour

const jitterShare = 0.1

export type NextMove =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly dueAt: number }
  | { readonly kind: 'used-up' }

/**
 * What happens to a delivery after an attempt.
 * @param attempts used in this series, the one that just ended included
 * @param retryAfterMs what the receiver asked for, which only ever lengthens the wait
 * @param random between 0 and 1
 */
export function nextMove(input: {
  outcome: Outcome
  attempts: number
  schedule: RetrySchedule
  retryAfterMs: number | null
  now: number
  random: number
}): NextMove {
  if (input.outcome === 'delivered') return { kind: 'delivered' }
  const wait = input.schedule[input.attempts - 1]
  if (wait === undefined) return { kind: 'used-up' }
  const asked = Math.min(input.retryAfterMs ?? 0, retryAfterMaxMs)
  return { kind: 'retry', dueAt: input.now + Math.max(withJitter(wait, input.random), asked) }
}

export function attemptsOf(schedule: RetrySchedule): number {
  return schedule.length + 1
}

/** No retry waits longer, by whichever rule. */
export function longestWaitOf(schedule: RetrySchedule): number {
  return Math.max(retryAfterMaxMs, ...schedule.map((wait) => withJitter(wait, 1)))
}

/** ±10 %, so that what failed together does not come back together. */
export function withJitter(waitMs: number, random: number): number {
  return Math.round(waitMs * (1 - jitterShare + 2 * jitterShare * random))
}

/**
 * `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3); null when absent or unreadable.
 * @param now milliseconds
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  const text = value.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000
  if (!/GMT$/i.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
