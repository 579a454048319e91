import type { StatedLimit } from '../../domain/configuration.ts'

/**
 * How fast a lane may send, if its receiver has stated a limit (429 or 503 with `Retry-After`) or its account has set one
 * (`maxPerSecond`). Times are in milliseconds, and come in as arguments.
 *
 *   no limit ──refused──► paused ──over──► probing (one attempt) ──answered──► paced: half of what was taken before, then a
 *      ▲                    ▲                    │                             little of that more each second
 *      │                    └─────refused────────┴──────────refused────────────┘
 *      └── ten minutes without a refusal
 */

/** A limit is forgotten after this long without a refusal. */
const rememberedMs = 10 * 60_000
/** The pace grows by three tenths of its first value each second: the receiver's limit is met again after a few seconds. */
const increasePerSecond = 0.3
/** And by no more than this with each post: at a slow pace too, at most one post in twenty-five is refused. */
const increasePerPost = 1 / 25
/** Above this multiple of its first value the limit was not where it seemed to be: the pace grows by half each second. */
const surelyAbove = 2.5
const growthPerPost = 0.5
/** One post an hour: every receiver is tried again, even after the strictest limit. */
const perSecondLeast = 1 / 3_600
/** Accepted posts are counted over both: a burst against a limit per second, and a steady flow against one per minute. */
const windowsMs = [1_000, 10_000]
/** A little slower than asked for, as late timers are made up for: so no second holds more than `maxPerSecond`. */
const spacingFactor = 1.05
const catchUpMs = 45

export class Pace {
  /** The limit that the account has set; null: none. */
  maxPerSecond: number | null = null
  #pausedUntil = 0
  /** The moment of the last refusal. Attempts that began earlier could not take it into account. */
  #refusedAt = 0
  /** Learned from refusals; null: no limit is known. */
  #perSecond: number | null = null
  /** The pace after the last refusal. */
  #base = 0
  #probing = false
  #underWay = 0
  #nextAt = 0
  /** Whether the pace holds the lane back: only then a success shows that it may be faster. */
  #holdsBack = false
  readonly #taken = windowsMs.map((spanMs) => ({ spanMs, since: Number.NEGATIVE_INFINITY, count: 0 }))

  /** Whether the lane is held to a pace at present. */
  get isLimited(): boolean {
    return this.#perSecond !== null || this.#holdsBack
  }

  get pausedUntil(): number {
    return this.#pausedUntil
  }

  /** Takes over a limit that was stored. */
  restore({ pausedUntil, perSecond }: StatedLimit, now: number) {
    if (pausedUntil === null || now - pausedUntil > rememberedMs || pausedUntil <= this.#pausedUntil) return
    this.#pauseUntil(pausedUntil, perSecond ?? perSecondLeast, now)
  }

  /** When the next attempt may begin; null: when the one under way has ended. */
  startsAt(now: number): number | null {
    if (now < this.#pausedUntil) return this.#pausedUntil
    if (this.#perSecond !== null && now - this.#pausedUntil > rememberedMs) this.forget()
    if (this.#probing && this.#underWay > 0) return null
    if (this.#limit() === null) return now
    if (this.#nextAt > now) this.#holdsBack = true
    return Math.max(now, Math.ceil(this.#nextAt))
  }

  started(now: number) {
    this.#underWay++
    for (const window of this.#taken) {
      if (now - window.since < window.spanMs) continue
      window.since = now
      window.count = 0
    }
    const limit = this.#limit()
    if (limit === null) return
    const spacing = (1_000 / limit) * spacingFactor
    if (now - this.#nextAt > spacing + catchUpMs) this.#holdsBack = false
    this.#nextAt = Math.max(this.#nextAt, now - catchUpMs) + spacing
  }

  ended() {
    this.#underWay--
  }

  /** Notes an answer. Not called when nothing was sent, and not when the receiver stated a limit: see `refused`. */
  answered(taken: boolean) {
    this.#probing = false
    if (!taken) return
    for (const window of this.#taken) window.count++
    if (this.#perSecond === null || !this.#holdsBack) return
    this.#perSecond +=
      this.#perSecond > this.#base * surelyAbove
        ? growthPerPost
        : this.#base * Math.min(increasePerSecond / this.#perSecond, increasePerPost)
  }

  /** The pace after a refusal of an attempt that began at `startedAt`. The refusal itself is not noted. */
  perSecondAfter(startedAt: number, until: number): number {
    if (this.#perSecond !== null) {
      return startedAt < this.#refusedAt ? this.#perSecond : Math.max(perSecondLeast, this.#perSecond / 2)
    }
    const rates = this.#taken.map(({ since, count }) => Math.max(1, count) / (Math.max(1_000, until - since) / 1_000))
    return Math.max(perSecondLeast, Math.max(...rates) / 2)
  }

  /** The receiver asked to wait. A refused attempt that began before the last refusal counts as part of that one. */
  refused(startedAt: number, until: number, now: number) {
    if (startedAt < this.#refusedAt) {
      this.#pausedUntil = Math.max(this.#pausedUntil, until)
      return
    }
    this.#pauseUntil(Math.max(this.#pausedUntil, until), this.perSecondAfter(startedAt, until), now)
  }

  #pauseUntil(until: number, perSecond: number, now: number) {
    this.#perSecond = perSecond
    this.#base = perSecond
    this.#refusedAt = now
    this.#pausedUntil = until
    this.#probing = true
    this.#holdsBack = false
    this.#nextAt = 0
  }

  forget() {
    this.#perSecond = null
    this.#pausedUntil = 0
    this.#probing = false
    this.#holdsBack = false
  }

  #limit(): number | null {
    if (this.#perSecond === null) return this.maxPerSecond
    return this.maxPerSecond === null ? this.#perSecond : Math.min(this.#perSecond, this.maxPerSecond)
  }
}
