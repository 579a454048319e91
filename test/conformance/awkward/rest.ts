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
import { noteReplayResult } from './replays.ts'

/** The state of a delivery that is not being sent. A delivery that was delivered before always returns to `delivered`. */
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

/** The state after a claim is given back: the delivery waits as before, a first attempt at its old place in the order. */
export function waitAgain({ delivery }: DeliveryRow, now: number): DeliveryStanding {
  if (delivery.attempts > 0) return retryingAt(now)
  return queuedAt(delivery.trigger === 'manual' ? now : Math.min(now, delivery.createdAt))
}

/** Not after a 2xx. */
export function setRest(instance: AwkwardInstance, row: DeliveryRow, standing: DeliveryStanding) {
  row.delivery = { ...row.delivery, ...standing }
  row.claimedBy = null
  if (isAtRest(standing)) noteReplayResult(instance, row.delivery.id, false)
  instance.changes.noteMoved(row.delivery)
}

export function isAtRest({ state, dueAt }: DeliveryStanding): boolean {
  return dueAt === null && state !== 'held' && state !== 'sending'
}

/** Adds an action when a delivery is held or cancelled because of its configuration. */
export function noteInterruption({ actions }: DeliveryRow, state: Delivery['state'], at: number, by = 'postback') {
  const kind = state === 'held' || state === 'cancelled' ? state : null
  const detail = state === 'held' ? 'configuration disabled' : 'configuration removed'
  if (kind !== null) actions.push({ at, by, kind, detail } satisfies PastAction)
}

/** @returns null: a test to a free URL */
export function configurationStateOf({ configurations }: AwkwardInstance, { configurationId }: Delivery) {
  return configurationId === null ? null : (configurations.get(configurationId)?.configuration.status.state ?? null)
}
