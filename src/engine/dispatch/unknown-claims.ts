import type { DeliveryId } from '../../domain/ids.ts'
import type { Store } from '../../store/contract/store.ts'
import type { Clock } from '../clock.ts'
import type { Observer } from '../observer.ts'
import type { Dispatcher } from './dispatcher.ts'

const roundEveryMs = 60_000

export interface UnknownClaimsParts {
  readonly store: Pick<Store, 'listClaims' | 'giveBack'>
  readonly clock: Clock
  readonly dispatcher: Pick<Dispatcher, 'holds'>
  /** Deliveries that stay claimed on purpose. Those that are claimed no longer are taken out. */
  readonly left: Set<DeliveryId>
  readonly observer: Observer
}

/**
 * When the answer to a claim or an accept is lost, the store has claims of this node that the node does not hold. They would wait
 * as long as it lives. A claim found twice in a row is given back: after the first time its answer may still be on its way.
 */
export class UnknownClaims {
  readonly #parts: UnknownClaimsParts
  #unknown: ReadonlySet<string> = new Set()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()

  constructor(parts: UnknownClaimsParts) {
    this.#parts = parts
  }

  start() {
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.runOnce())
    }, roundEveryMs)
    this.#timer.unref()
  }

  async stop() {
    clearInterval(this.#timer)
    await this.#round
  }

  async runOnce() {
    const { store, clock, dispatcher, left, observer } = this.#parts
    try {
      const claims = await store.listClaims()
      const claimed = new Set(claims.map(({ id }) => id))
      for (const id of left) if (!claimed.has(id)) left.delete(id)
      const unknown = claims.filter(({ id }) => !dispatcher.holds(id) && !left.has(id))
      const again = unknown.filter((claim) => this.#unknown.has(keyOf(claim)))
      this.#unknown = new Set(unknown.map(keyOf))
      if (again.length > 0) await store.giveBack(again, clock.now())
    } catch (error) {
      observer.trouble('looking for unknown claims', error)
    }
  }
}

function keyOf({ id, number }: { readonly id: DeliveryId; readonly number: number }): string {
  return `${id} ${number}`
}
