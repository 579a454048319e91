import { type Delivery, type Lane, laneKey, laneOf } from '../../../src/domain/delivery/delivery.ts'
import type { Change } from '../../../src/store/contract/nodes.ts'
import { turn } from './turn.ts'

/** A change arrives this many turns after its commit, long after the call that made it has returned. */
const delay = 5

/** Announces changes to all nodes. */
export class Changes {
  readonly #ears = new Set<Ear>()
  /** The earliest due time of each lane announced so far. */
  readonly #due = new Map<string, number>()
  #noted = new Map<string, Change>()

  listen(ear: Ear): () => void {
    this.#ears.add(ear)
    return () => void this.#ears.delete(ear)
  }

  note(change: Change) {
    if (this.#noted.size === 0) void this.#tellSoon()
    this.#noted.set(JSON.stringify(change), change)
  }

  noteDue(lane: Lane, at: number) {
    if (at >= (this.#due.get(laneKey(lane)) ?? Number.POSITIVE_INFINITY)) return
    this.#due.set(laneKey(lane), at)
    this.note({ kind: 'due', lane, at })
  }

  /** Call after a claim, whose answer contains these times. */
  setDue(dueOf: ReadonlyMap<string, number>) {
    this.#due.clear()
    for (const [key, at] of dueOf) this.#due.set(key, at)
  }

  noteMoved(delivery: Delivery) {
    const { accountId, id, dueAt } = delivery
    this.note({ kind: 'delivery', accountId, id })
    if (dueAt !== null) this.noteDue(laneOf(delivery), dueAt)
  }

  async #tellSoon() {
    for (let turns = 0; turns < delay; turns++) await turn()
    const changes = [...this.#noted.values()]
    this.#noted = new Map()
    for (const change of changes) {
      for (const { hear, watched } of this.#ears) {
        if (change.kind !== 'delivery' || (watched.get(change.accountId) ?? 0) > 0) hear(change)
      }
    }
  }
}

export interface Ear {
  readonly hear: (change: Change) => void
  /** Accounts whose deliveries are watched on its node, with the number of watchers. */
  readonly watched: ReadonlyMap<string, number>
}
