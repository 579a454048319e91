import { describe, expect, it } from 'vitest'
import { healthAfter, perfectHealth } from '../configuration.ts'
import { disablingReason, failingForMs } from './disabling.ts'

const attempt = {
  at: 10_000,
  outcome: 'rejected',
  status: 404,
  cause: null,
  usedUp: true,
  allBlameUrl: true,
  firstAttemptAt: 5_000,
} as const
const failing = { lastSuccessAt: null, failingSince: 5_000, failures: 5 }

describe('disabling rules', () => {
  it('disable at once on 410', () => {
    expect(disablingReason({ ...attempt, status: 410, usedUp: false }, failing)).toBe('gone')
  })

  it('disable when a delivery has used up its attempts and the URL was to blame for every one', () => {
    expect(disablingReason(attempt, failing)).toBe('url-error')
    expect(disablingReason({ ...attempt, outcome: 'unreachable', status: -1, cause: 'dns-not-found' }, failing)).toBe(
      'url-error',
    )
    expect(disablingReason({ ...attempt, outcome: 'blocked', status: -1, cause: 'not-public' }, failing)).toBe(
      'url-error',
    )
  })

  it('spare a configuration that answered well meanwhile, or failed for another reason once', () => {
    expect(disablingReason(attempt, { ...failing, lastSuccessAt: 6_000 })).toBeNull()
    expect(disablingReason({ ...attempt, allBlameUrl: false }, failing)).toBeNull()
    expect(disablingReason({ ...attempt, usedUp: false }, failing)).toBeNull()
    expect(disablingReason({ ...attempt, status: 500, allBlameUrl: false }, failing)).toBeNull()
  })

  it('do not count a success from before the first attempt', () => {
    expect(disablingReason(attempt, { ...failing, lastSuccessAt: 4_999 })).toBe('url-error')
  })

  it('disable after five days of nothing but failures, but only if there were enough', () => {
    const late = { ...attempt, status: 500, allBlameUrl: false, at: 5_000 + failingForMs }
    expect(disablingReason(late, { ...failing, failures: 20 })).toBe('failing')
    expect(disablingReason(late, { ...failing, failures: 19 })).toBeNull()
    expect(disablingReason({ ...late, at: late.at - 1 }, { ...failing, failures: 20 })).toBeNull()
  })

  it('start the count again at every success', () => {
    let health = healthAfter(perfectHealth, 1, false)
    health = healthAfter(health, 2, false)
    expect(health).toEqual({ lastSuccessAt: null, failingSince: 1, failures: 2 })
    expect(healthAfter(health, 3, true)).toEqual({ lastSuccessAt: 3, failingSince: null, failures: 0 })
  })
})
