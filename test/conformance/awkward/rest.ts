import {
  cancelledFor,
  type Delivery,
  type DeliveryStanding,
  delivered,
  held,
  type PastAction,
  queuedAt,
  retryingAt,
} from '../../../src/domain/delivery/delivery.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** Where a delivery stands that is not sent right now. One that was delivered before is so again, whatever is wished. */
export function restOf(
  { delivery }: DeliveryRow,
  configurationState: string | null,
  wish: DeliveryStanding,
): DeliveryStanding {
  const interrupted = (standing: DeliveryStanding) => (delivery.deliveredAt === null ? standing : delivered)
  if (wish.state === 'delivered') return wish
  if (wish.state === 'failed') return interrupted(wish)
  if (configurationState === 'removed') {
    return interrupted(wish.state === 'cancelled' ? wish : cancelledFor('configuration removed'))
  }
  if (wish.state === 'held' || wish.state === 'cancelled') return interrupted(wish)
  if (delivery.test || configurationState === null || configurationState === 'active') return wish
  return interrupted(held)
}

/** It waits as it did before it was claimed, a first attempt at its old place in the order. */
export function waitAgain({ delivery }: DeliveryRow, now: number): DeliveryStanding {
  if (delivery.attempts > 0) return retryingAt(now)
  return queuedAt(delivery.trigger === 'manual' ? now : Math.min(now, delivery.createdAt))
}

export function setRest(instance: AwkwardInstance, row: DeliveryRow, standing: DeliveryStanding) {
  row.delivery = { ...row.delivery, ...standing }
  row.claimedBy = null
  instance.changes.noteMoved(row.delivery)
}

/** A trace of what its configuration did to a delivery. */
export function noteInterruption({ actions }: DeliveryRow, state: Delivery['state'], at: number, by = 'postback') {
  const kind = state === 'held' || state === 'cancelled' ? state : null
  const detail = state === 'held' ? 'configuration disabled' : 'configuration removed'
  if (kind !== null) actions.push({ at, by, kind, detail } satisfies PastAction)
}

/** null: a test to a free URL. */
export function configurationStateOf({ configurations }: AwkwardInstance, { configurationId }: Delivery) {
  return configurationId === null ? null : (configurations.get(configurationId)?.configuration.status.state ?? null)
}
