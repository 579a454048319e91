import type { Change } from '../contract/nodes.ts'
import { idOf } from './id-blobs.ts'

/** What a unit has changed: noted while it writes, and told once it is committed. One of a unit that was undone is not told. */
export class Changes {
  readonly #hearers = new Set<(change: Change) => void>()
  /** Accounts whose deliveries somebody watches, and how many do. */
  readonly #watched = new Map<string, number>()
  #noted: Change[] = []

  watch(hear: (change: Change) => void): () => void {
    this.#hearers.add(hear)
    return () => void this.#hearers.delete(hear)
  }

  watchDeliveries(accountId: string): () => void {
    this.#watched.set(accountId, (this.#watched.get(accountId) ?? 0) + 1)
    let isWatching = true
    return () => {
      const left = (this.#watched.get(accountId) ?? 0) - (isWatching ? 1 : 0)
      isWatching = false
      if (left > 0) this.#watched.set(accountId, left)
      else this.#watched.delete(accountId)
    }
  }

  note(change: Change) {
    if (this.#hearers.size > 0) this.#noted.push(change)
  }

  noteDelivery(accountId: string, id: Uint8Array) {
    if (this.#watched.has(accountId)) this.note({ kind: 'delivery', accountId, id: idOf(id) })
  }

  tell() {
    if (this.#noted.length === 0) return
    const noted = this.#noted
    this.#noted = []
    for (const change of noted) for (const hear of this.#hearers) hear(change)
  }

  drop() {
    this.#noted = []
  }
}
