import { type Delivery, laneKeyOf } from '../domain/delivery/delivery.ts'
import { Refusal } from '../domain/errors.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { Clock } from '../engine/clock.ts'
import type { Dispatcher } from '../engine/dispatch/dispatcher.ts'
import type { Observer } from '../engine/observer.ts'
import type { Store } from '../store/contract/store.ts'
import type { ReplayStep, SeriesOptions, SeriesRefusal } from '../store/contract/work.ts'

/** Actions of people on a delivery: process again, and cancel. */
export class Deliveries {
  readonly #parts: { store: Store; clock: Clock; dispatcher: Dispatcher; observer: Observer }

  constructor(parts: { store: Store; clock: Clock; dispatcher: Dispatcher; observer: Observer }) {
    this.#parts = parts
  }

  /** Opens a new series of attempts. The first is due immediately. */
  async processAgain(
    accountId: string,
    id: DeliveryId,
    by: string,
    options?: SeriesOptions,
    replay?: ReplayStep,
  ): Promise<Delivery> {
    const { store, clock, observer } = this.#parts
    const delivery = orThrow(await store.openSeries(accountId, id, by, clock.now(), options, replay))
    observer.moved(delivery)
    return delivery
  }

  async cancel(accountId: string, id: DeliveryId, by: string): Promise<Delivery> {
    const { store, clock, dispatcher, observer } = this.#parts
    const detail = await store.getDelivery(accountId, id)
    if (!detail) throw new Refusal('not_found')
    const now = clock.now()
    const cancel = () => store.cancel(accountId, id, 'manual', by, now)
    const cancelled = orThrow(await dispatcher.inStore(laneKeyOf(detail.delivery), id, cancel))
    observer.moved(cancelled)
    return cancelled
  }
}

function orThrow(result: Delivery | SeriesRefusal | 'not_cancellable' | null): Delivery {
  if (result === null) throw new Refusal('not_found')
  if (typeof result === 'string') throw new Refusal(result)
  return result
}
