import { millisecondsOf } from '../domain/ids.ts'
import { type ClockJump, clockJump, isSettled, type Moment } from '../domain/time/clock-jump.ts'
import { showDuration } from '../domain/time/duration.ts'
import type { Store } from '../store/contract/store.ts'
import type { Clock, Uptime } from './clock.ts'
import type { Observer } from './observer.ts'

const factName = 'clock_seen'

export interface TrustedClockParts {
  readonly store: Store
  readonly clock: Clock
  readonly uptime: () => Uptime
  readonly observer: Observer
  readonly historyMs: number
  /** The operator says so, at this start. */
  readonly isRight: boolean
}

/**
 * What is forgotten by the clock is gone for good, so a clock that has jumped ahead is not believed: not by itself, and not at the
 * next start either. The last moment that was believed is kept in the store.
 */
export class TrustedClock {
  readonly #parts: TrustedClockParts
  #last: Moment | null = null
  #jump: ClockJump | null = null

  constructor(parts: TrustedClockParts) {
    this.#parts = parts
  }

  /** Whether nothing may be forgotten at present. */
  get isDoubted(): boolean {
    return this.#jump !== null
  }

  async start() {
    if (this.#parts.isRight) await this.#believe(this.#now())
    else this.#last = await this.#lastKnown()
    await this.look()
  }

  /** The time, if it can be believed; null: it has jumped ahead, and the log says so once. */
  async look(): Promise<number | null> {
    const now = this.#now()
    const jump = this.#last && clockJump(this.#last, now, this.#parts.historyMs)
    if (jump && this.#last && this.#jump === null) this.#say(jump, this.#last, now)
    this.#jump = jump
    if (jump) return null
    if (isSettled(this.#last, now)) await this.#believe(now)
    return now.at
  }

  #now(): Moment {
    return { at: this.#parts.clock.now(), ...this.#parts.uptime() }
  }

  async #believe(now: Moment) {
    await this.#parts.store.setFact(factName, JSON.stringify(now))
    this.#last = now
  }

  /** A store from an earlier version knows when its newest row was made. */
  async #lastKnown(): Promise<Moment | null> {
    const { store } = this.#parts
    const kept = await store.getFact(factName)
    if (kept !== null) return JSON.parse(kept) as Moment
    const newest = await store.newestId()
    return newest === null ? null : { at: millisecondsOf(newest), boot: '', upMs: 0 }
  }

  #say({ uncountedMs, restarted }: ClockJump, last: Moment, now: Moment) {
    const [before, after] = [last.at, now.at].map((at) => new Date(at).toISOString())
    const hours = showDuration(Math.floor(uncountedMs / 3_600_000) * 3_600_000)
    const why = restarted
      ? 'the machine was switched off for so long, or its clock is wrong'
      : 'the clock was set ahead'
    this.#parts.observer.trouble(
      'clock',
      new Error(
        `The clock went from ${before} to ${after}, and ${hours} of that were not counted by the machine: ${why}. Nothing is forgotten until it is put right, or Postback is started once with --clock-is-right.`,
      ),
    )
  }
}
