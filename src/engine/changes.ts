import type { Delivery } from '../domain/delivery/delivery.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { Change } from '../store/contract/nodes.ts'
import type { Store } from '../store/contract/store.ts'
import type { Audiences } from './accept/audiences.ts'
import type { Feed } from './accept/feed.ts'
import type { Targets } from './deliver/targets.ts'
import type { Dispatcher } from './dispatch/dispatcher.ts'
import type { Observer } from './observer.ts'

/** Read at once: a few milliseconds of the thread that reads. */
const readMost = 200

export interface ChangeParts {
  readonly store: Pick<Store, 'watch' | 'getDeliveries'>
  readonly targets: Pick<Targets, 'forgetAccount' | 'forgetAll'>
  readonly dispatcher: Pick<Dispatcher, 'noteDue' | 'claimNow' | 'obey'>
  readonly audiences: Pick<Audiences, 'forget' | 'forgetAll'>
  /** Deliveries, for those who watch an account. */
  readonly feed: Feed<Delivery>
  readonly observer: Observer
}

/** Who hears what of that which was changed, by this node or by another. */
export class Changes {
  readonly #parts: ChangeParts
  /** Deliveries that have changed since they were last read, by account. */
  readonly #moved = new Map<string, Set<DeliveryId>>()
  #reading: Promise<void> | null = null
  #end = () => {}

  constructor(parts: ChangeParts) {
    this.#parts = parts
  }

  start() {
    this.#end = this.#parts.store.watch((change) => this.#hear(change))
  }

  async stop() {
    this.#end()
    this.#moved.clear()
    await this.#reading
  }

  #hear(change: Change) {
    const { audiences, targets, dispatcher } = this.#parts
    switch (change.kind) {
      case 'account':
        audiences.forget(change.accountId)
        return targets.forgetAccount(change.accountId)
      case 'lane':
        return dispatcher.obey(change.lane, change.limit)
      case 'due':
        return dispatcher.noteDue(change.lane, change.at)
      case 'delivery':
        return this.#noteMoved(change.accountId, change.id)
      case 'missed':
        audiences.forgetAll()
        targets.forgetAll()
        return dispatcher.claimNow()
    }
  }

  #noteMoved(accountId: string, id: DeliveryId) {
    const moved = this.#moved.get(accountId)
    if (moved) moved.add(id)
    else this.#moved.set(accountId, new Set([id]))
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null
    })
  }

  /** What changes several times while others are read is told once, as it is then. */
  async #readAll() {
    const { store, feed, observer } = this.#parts
    for (const [accountId, moved] of this.#moved) {
      const ids = [...moved].slice(0, readMost)
      for (const id of ids) moved.delete(id)
      if (moved.size === 0) this.#moved.delete(accountId)
      try {
        for (const delivery of await store.getDeliveries(accountId, ids)) feed.publish(accountId, delivery)
      } catch (error) {
        observer.trouble('the live tail', error)
      }
    }
  }
}
