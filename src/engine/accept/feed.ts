/** Publishes the news of an account to its listeners as they happen. It does not wait for slow listeners. */
export class Feed<News> {
  readonly #listeners = new Map<string, Set<(news: News) => void>>()
  readonly #ends = new Map<string, () => void>()
  readonly #watch: (accountId: string) => () => void

  /** @param watch called for the first listener of an account; the function it returns is called when the last one has gone */
  constructor(watch: (accountId: string) => () => void = () => () => {}) {
    this.#watch = watch
  }

  /** Accounts that have a listener. */
  get accounts(): Iterable<string> {
    return this.#listeners.keys()
  }

  publish(accountId: string, news: News) {
    const listeners = this.#listeners.get(accountId)
    if (listeners) for (const listener of listeners) listener(news)
  }

  /** @returns a function that ends the subscription */
  subscribe(accountId: string, listener: (news: News) => void): () => void {
    let listeners = this.#listeners.get(accountId)
    if (!listeners) {
      listeners = new Set()
      this.#listeners.set(accountId, listeners)
      this.#ends.set(accountId, this.#watch(accountId))
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || this.#listeners.get(accountId) !== listeners) return
      this.#listeners.delete(accountId)
      this.#ends.get(accountId)?.()
      this.#ends.delete(accountId)
    }
  }
}
