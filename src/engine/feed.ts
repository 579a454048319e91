import type { Delivery } from '../domain/delivery.ts'

/** The live tail: who listens to the deliveries of an account hears of each change. Nobody waits for a slow listener. */
export class Feed {
  readonly #listeners = new Map<string, Set<(delivery: Delivery) => void>>()

  publish(delivery: Delivery) {
    const listeners = this.#listeners.get(delivery.accountId)
    if (listeners) for (const listener of listeners) listener(delivery)
  }

  /** @returns what ends the subscription */
  subscribe(accountId: string, listener: (delivery: Delivery) => void): () => void {
    let listeners = this.#listeners.get(accountId)
    if (!listeners) {
      listeners = new Set()
      this.#listeners.set(accountId, listeners)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(accountId)
    }
  }
}
