import type { Store } from '../store/contract/store.ts'
import type { Clock } from './clock.ts'
import type { Observer } from './observer.ts'
import type { TrustedClock } from './trusted-clock.ts'

const day = 24 * 3_600_000
const roundEveryMs = 60_000
const hourlyEveryMs = 3_600_000
/** Another node takes over after two missed rounds. */
const dutyMs = 2 * roundEveryMs
/** Between steps, so that deliveries do not wait for the clean-up. */
const pauseMs = 20
/** The state of a transaction is kept longer than its posts, so that a late update is still understood. */
const transactionDays = 400

export interface HousekeepingParts {
  readonly store: Store
  readonly clock: Clock
  readonly trustedClock: TrustedClock
  readonly observer: Observer
  readonly historyDays: number
  /** Other work, once an hour. */
  readonly hourly: () => Promise<void>
}

/** Forgets rows older than the history, a few at a time. */
export class Housekeeping {
  readonly #parts: HousekeepingParts
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #stopping = false
  #hourlyAt = Number.POSITIVE_INFINITY

  constructor(parts: HousekeepingParts) {
    this.#parts = parts
  }

  async start() {
    await this.#parts.trustedClock.start()
    this.#hourlyAt = this.#parts.clock.now() + hourlyEveryMs
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.runOnce())
    }, roundEveryMs)
    this.#timer.unref()
  }

  async stop() {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#round
  }

  /** Steps until no old row is left. */
  async runOnce() {
    const { store, clock, trustedClock, observer } = this.#parts
    try {
      const now = clock.now()
      if (!(await store.holdDuty('housekeeping', now, now + dutyMs))) return
      const trusted = await trustedClock.look()
      if (trusted !== null) await this.#forgetBefore(trusted)
      if (this.#stopping || now < this.#hourlyAt) return
      this.#hourlyAt = now + hourlyEveryMs
      await this.#parts.hourly()
    } catch (error) {
      observer.trouble('housekeeping', error)
    }
  }

  async #forgetBefore(now: number) {
    const { store, historyDays } = this.#parts
    const cutoffs = {
      now,
      history: now - historyDays * day,
      force: now - 2 * historyDays * day,
      transactions: now - Math.max(transactionDays, historyDays) * day,
    }
    while (!this.#stopping && (await store.forget(cutoffs))) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
