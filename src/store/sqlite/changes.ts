import type { Change } from '../contract/nodes.ts'
import { idOf } from './rows/id-blobs.ts'

/** The changes of a unit: noted while it writes, announced after its commit, dropped if it is rolled back. */
export class Changes {
  /** Accounts whose deliveries are watched. */
  readonly #watched = new Set<string>()
  #noted: Change[] = []

  watchDeliveries(accountId: string, isWatched: boolean) {
    if (isWatched) this.#watched.add(accountId)
    else this.#watched.delete(accountId)
  }

  note(change: Change) {
    this.#noted.push(change)
  }

  noteDelivery(accountId: string, id: Uint8Array) {
    if (this.#watched.has(accountId)) this.note({ kind: 'delivery', accountId, id: idOf(id) })
  }

  tell(hear: (change: Change) => void) {
    for (const change of this.#noted.splice(0)) hear(change)
  }

  drop() {
    this.#noted = []
  }
}
