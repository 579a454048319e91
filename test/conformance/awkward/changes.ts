import { type Delivery, type Lane, laneKey, laneOf } from '../../../src/domain/delivery/delivery.ts'
import type { Change } from '../../../src/store/contract/nodes.ts'
import { turn } from './turn.ts'

/** So many turns after its commit a change is heard: when the call that made it was answered long ago. */
const delay = 5

/** What was changed, told to all nodes. */
export class Changes {
  readonly #ears = new Set<Ear>()
  /** When a lane is due at the earliest, as far as it was told. */
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

  /** A claim has looked, and told its node. */
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
  /** Accounts whose deliveries are watched on its node, and how often. */
  readonly watched: ReadonlyMap<string, number>
}
