import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

/** Simulates a receiver with a limit and a lane that always has something to send. */
function simulate(options: {
  /** Whether it takes one more at this moment, and if not, how long it asks to wait. */
  readonly receiver: (now: number) => { taken: true } | { taken: false; waitMs: number }
  readonly posts: number
  readonly inFlight?: number
  readonly answerMs?: number
  readonly maxPerSecond?: number
}) {
  const { receiver, posts, inFlight = 8, answerMs = 2 } = options
  const pace = new Pace()
  pace.maxPerSecond = options.maxPerSecond ?? null
  const underWay: { startedAt: number; answersAt: number }[] = []
  const takenAt: number[] = []
  let refused = 0
  let now = 1_000_000
  const startedAt = now
  while (takenAt.length < posts) {
    for (const attempt of underWay.filter(({ answersAt }) => answersAt <= now)) {
      underWay.splice(underWay.indexOf(attempt), 1)
      pace.ended()
      const answer = receiver(now)
      if (answer.taken) {
        takenAt.push(now)
        pace.answered(true)
      } else {
        refused++
        pace.refused(attempt.startedAt, now + answer.waitMs, now)
      }
    }
    while (underWay.length < inFlight && pace.startsAt(now) === now) {
      pace.started(now)
      underWay.push({ startedAt: now, answersAt: now + answerMs })
    }
    now++
  }
  return { refused, seconds: (now - startedAt) / 1_000, takenAt, pace, now }
}

/** Takes `limit` posts in each second by the clock, as most limits are counted. */
function perSecond(limit: number, waitMs = 1_000) {
  const taken = new Map<number, number>()
  return (now: number) => {
    const second = Math.floor(now / 1_000)
    const count = taken.get(second) ?? 0
    if (count >= limit) return { taken: false as const, waitMs }
    taken.set(second, count + 1)
    return { taken: true as const }
  }
}

function mostInASecond(times: readonly number[]): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= 1_000) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

describe('a limit that the receiver states', () => {
  it('of twenty a second is found with few refusals, and most of it is used', () => {
    const { refused, seconds } = simulate({ receiver: perSecond(20), posts: 600 })
    expect(refused).toBeLessThanOrEqual(30)
    expect(seconds).toBeLessThan(55)
  })

  it.each([
    { limit: 2, inFlight: 2 },
    { limit: 100, inFlight: 16 },
    { limit: 500, inFlight: 32 },
  ])('of $limit a second is found too', ({ limit, inFlight }) => {
    const posts = limit * 60
    const { refused, seconds } = simulate({ receiver: perSecond(limit), posts, inFlight })
    expect(refused / posts).toBeLessThan(0.05)
    expect(seconds).toBeLessThan(110)
  })

  it('of a hundred a minute is found from the pause that it asks for', () => {
    const taken = new Map<number, number>()
    const receiver = (now: number) => {
      const minute = Math.floor(now / 60_000)
      const count = taken.get(minute) ?? 0
      if (count >= 100) return { taken: false as const, waitMs: 60_000 - (now % 60_000) }
      taken.set(minute, count + 1)
      return { taken: true as const }
    }
    const { refused, seconds } = simulate({ receiver, posts: 1_000 })
    expect(refused).toBeLessThan(50)
    expect(seconds).toBeLessThan(1_200)
  })

  it('sends nothing until the pause is over, then one post, and the rest after its answer', () => {
    const pace = new Pace()
    pace.started(1_000)
    pace.refused(1_000, 6_000, 1_010)
    pace.ended()
    expect(pace.startsAt(1_010)).toBe(6_000)
    expect(pace.startsAt(6_000)).toBe(6_000)
    pace.started(6_000)
    expect(pace.startsAt(6_005)).toBeNull()
    pace.answered(true)
    pace.ended()
    expect(pace.startsAt(6_010)).toBeGreaterThan(6_010)
  })

  it('halves the pace once for all refusals of one burst', () => {
    const pace = new Pace()
    for (let i = 0; i < 30; i++) pace.started(1_000)
    for (let i = 0; i < 10; i++) pace.answered(true)
    pace.refused(1_000, 2_000, 1_010)
    const after = pace.perSecondAfter(1_000, 2_000)
    for (let i = 0; i < 15; i++) pace.refused(1_000, 2_000, 1_011)
    expect(pace.perSecondAfter(1_000, 2_000)).toBe(after)
    expect(after).toBeCloseTo(5, 0)
  })

  it('is forgotten after ten minutes without a refusal', () => {
    const pace = new Pace()
    pace.started(0)
    pace.refused(0, 1_000, 10)
    pace.ended()
    pace.started(1_000)
    pace.answered(true)
    pace.ended()
    expect(pace.startsAt(1_001)).toBeGreaterThan(1_001)
    expect(pace.startsAt(1_000 + 10 * 60_000 + 1)).toBe(1_000 + 10 * 60_000 + 1)
    expect(pace.isLimited).toBe(false)
  })

  it('holds after a restart, and begins with one post', () => {
    const pace = new Pace()
    pace.restore({ pausedUntil: 5_000, perSecond: 2 }, 1_000)
    expect(pace.startsAt(1_000)).toBe(5_000)
    pace.started(5_000)
    expect(pace.startsAt(5_001)).toBeNull()
  })
})

describe('a pace that the account has set', () => {
  it.each([1, 7, 20, 333, 1_000])(
    'of %i a second is never exceeded in any second, and nearly reached',
    (maxPerSecond) => {
      const posts = Math.max(20, maxPerSecond * 10)
      const { takenAt, refused, seconds } = simulate({
        receiver: () => ({ taken: true }),
        posts,
        maxPerSecond,
        inFlight: 64,
      })
      expect(refused).toBe(0)
      expect(mostInASecond(takenAt)).toBeLessThanOrEqual(maxPerSecond)
      expect(posts / seconds).toBeGreaterThan(maxPerSecond * 0.85)
    },
  )
})
