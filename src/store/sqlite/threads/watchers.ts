import type { Change } from '../../contract/nodes.ts'

/** The watchers of changes, and the accounts whose deliveries are watched. */
export class Watchers {
  readonly #hearers = new Set<(change: Change) => void>()
  /** Number of watchers of deliveries, by account. */
  readonly #watched = new Map<string, number>()
  readonly #onWatched: (accountId: string, isWatched: boolean) => void

  /** @param onWatched called when an account's first watcher starts and when its last one ends */
  constructor(onWatched: (accountId: string, isWatched: boolean) => void) {
    this.#onWatched = onWatched
  }

  watch(hear: (change: Change) => void): () => void {
    this.#hearers.add(hear)
    return () => void this.#hearers.delete(hear)
  }

  watchDeliveries(accountId: string): () => void {
    this.#count(accountId, 1)
    let isWatching = true
    return () => {
      if (isWatching) this.#count(accountId, -1)
      isWatching = false
    }
  }

  tell(change: Change) {
    for (const hear of this.#hearers) hear(change)
  }

  #count(accountId: string, more: 1 | -1) {
    const before = this.#watched.get(accountId) ?? 0
    const now = before + more
    if (now > 0) this.#watched.set(accountId, now)
    else this.#watched.delete(accountId)
    if (before === 0 || now === 0) this.#onWatched(accountId, now > 0)
  }
}
