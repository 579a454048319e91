import { setTimeout as wait } from 'node:timers/promises'
import type { Client, Delivery } from '@postback/sdk'
import { isAtRest } from './table.ts'

/** The list is read as well: the live stream may leave out a change. */
const askAgainMs = 250
const pageMax = 250

/** Knows the current state of every delivery of some accounts, and shows each change. */
export class Follower {
  readonly deliveries = new Map<string, Delivery>()
  readonly #clients: readonly Client[]
  readonly #show: (delivery: Delivery) => void
  readonly #ended = new AbortController()
  /** For each delivery, the number of its last change. */
  readonly #heardAt = new Map<string, number>()
  #changes = 0

  /** @param clients one for each account */
  constructor(clients: readonly Client[], show: (delivery: Delivery) => void) {
    this.#clients = clients
    this.#show = show
  }

  /** Fulfilled once the streams of all accounts are open. */
  async start() {
    for (const client of this.#clients) {
      // A stream that ends later is no error: the list is read as well.
      await new Promise<void>((opened, failed) => void this.#listen(client, opened).catch(failed))
    }
  }

  stop() {
    this.#ended.abort()
  }

  /** Whether that many deliveries are known and all of them are at rest, within the time. */
  async untilAtRest(count: number, withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs
    for (;;) {
      await this.#refresh()
      if (this.deliveries.size >= count && [...this.deliveries.values()].every(isAtRest)) return true
      if (Date.now() > deadline) return false
      await wait(askAgainMs)
    }
  }

  async #listen(client: Client, onOpen: () => void) {
    for await (const delivery of client.deliveries.stream({ signal: this.#ended.signal, onOpen })) this.#hear(delivery)
  }

  async #refresh() {
    const asked = this.#changes
    for (const client of this.#clients) {
      const rows = await Array.fromAsync(client.deliveries.list({ limit: pageMax }))
      for (const row of rows.toReversed()) {
        // A change that the stream has told since is newer than the list.
        if ((this.#heardAt.get(row.id) ?? 0) <= asked) this.#hear(row)
      }
    }
  }

  #hear(delivery: Delivery) {
    this.#heardAt.set(delivery.id, ++this.#changes)
    this.deliveries.set(delivery.id, delivery)
    this.#show(delivery)
  }
}
