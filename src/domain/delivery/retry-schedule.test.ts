import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attemptsOf,
  defaultSchedule,
  nextMove,
  parseRetryAfter,
  retryAfterMaxMs,
  withJitter,
} from './retry-schedule.ts'

const base = {
  outcome: 'rejected',
  attempts: 1,
  schedule: defaultSchedule,
  retryAfterMs: null,
  now: 1000,
  random: 0.5,
} as const

describe('retry schedule', () => {
  it('makes five attempts: at once, then after 1 min, 10 min, 1 h and 6 h', () => {
    expect(attemptsOf(defaultSchedule)).toBe(5)
    const waits = [1, 2, 3, 4].map((attempts) => nextMove({ ...base, attempts, now: 0 }))
    expect(waits).toEqual([60_000, 600_000, 3_600_000, 21_600_000].map((dueAt) => ({ kind: 'retry', dueAt })))
    expect(nextMove({ ...base, attempts: 5 })).toEqual({ kind: 'used-up' })
  })

  it('ends with the first success', () => {
    expect(nextMove({ ...base, outcome: 'delivered', attempts: 5 })).toEqual({ kind: 'delivered' })
  })

  it('keeps jitter within a tenth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wait, random) => {
          const jittered = withJitter(wait, random)
          expect(jittered).toBeGreaterThanOrEqual(Math.floor(wait * 0.9))
          expect(jittered).toBeLessThanOrEqual(Math.ceil(wait * 1.1))
        },
      ),
    )
  })

  it('lets Retry-After lengthen a wait, never shorten it, and not beyond a day', () => {
    expect(nextMove({ ...base, retryAfterMs: 5_000 })).toEqual({ kind: 'retry', dueAt: 61_000 })
    expect(nextMove({ ...base, retryAfterMs: 120_000 })).toEqual({ kind: 'retry', dueAt: 121_000 })
    expect(nextMove({ ...base, retryAfterMs: 9e9 })).toEqual({ kind: 'retry', dueAt: 1000 + retryAfterMaxMs })
  })

  it('reads Retry-After as seconds or as a date', () => {
    const now = Date.UTC(2026, 0, 1)
    expect(parseRetryAfter('120', now)).toBe(120_000)
    expect(parseRetryAfter('Thu, 01 Jan 2026 00:02:00 GMT', now)).toBe(120_000)
    expect(parseRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
    for (const text of [undefined, '', 'soon', '-5', '1.5', '2026']) {
      expect(parseRetryAfter(text, now)).toBe(text === '2026' ? 2_026_000 : null)
    }
  })
})
