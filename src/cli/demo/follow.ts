import { setTimeout as wait } from 'node:timers/promises'
import type { Api, Delivery } from './api.ts'
import { isAtRest } from './table.ts'

/** The list is asked as well: the live tail is for eyes, and may leave something out. */
const askAgainMs = 250

/** Knows of every delivery of some accounts how it is doing, and shows each change. */
export class Follower {
  readonly deliveries = new Map<string, Delivery>()
  readonly #api: Api
  readonly #accounts: readonly string[]
  readonly #show: (delivery: Delivery) => void
  readonly #ended = new AbortController()
  /** When each was last heard of, counted in news. */
  readonly #heardAt = new Map<string, number>()
  #news = 0

  constructor(api: Api, accounts: readonly string[], show: (delivery: Delivery) => void) {
    this.#api = api
    this.#accounts = accounts
    this.#show = show
  }

  async start() {
    for (const account of this.#accounts) {
      await this.#api.tail(account, this.#ended.signal, (delivery) => this.#hear(delivery))
    }
  }

  stop() {
    this.#ended.abort()
  }

  /** Whether that many deliveries are known and nothing more happens to any of them, within the time. */
  async untilAtRest(count: number, withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs
    for (;;) {
      await this.refresh()
      if (this.deliveries.size >= count && [...this.deliveries.values()].every(isAtRest)) return true
      if (Date.now() > deadline) return false
      await wait(askAgainMs)
    }
  }

  async refresh() {
    const asked = this.#news
    for (const account of this.#accounts) {
      const rows = await this.#api.list<Delivery>('/deliveries', account)
      for (const row of rows.toReversed()) {
        // What the tail has told since is newer than the list.
        if ((this.#heardAt.get(row.id) ?? 0) <= asked) this.#hear(row)
      }
    }
  }

  #hear(delivery: Delivery) {
    this.#heardAt.set(delivery.id, ++this.#news)
    this.deliveries.set(delivery.id, delivery)
    this.#show(delivery)
  }
}
