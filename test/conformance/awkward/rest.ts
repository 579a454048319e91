import type { CancelReason, Delivery, PastAction } from '../../../src/domain/delivery.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** What becomes of a delivery that is not sent right now. */
export type Rest =
  | { readonly state: 'queued' | 'retrying'; readonly dueAt: number }
  | { readonly state: 'delivered' | 'held' | 'failed' }
  | { readonly state: 'cancelled'; readonly reason: CancelReason }

/** One that was delivered before goes back to `delivered`, whatever is wished. */
export function restOf({ delivery }: DeliveryRow, configurationState: string | null, wish: Rest): Rest {
  const interrupted = (rest: Rest): Rest => (delivery.deliveredAt === null ? rest : { state: 'delivered' })
  if (wish.state === 'delivered') return wish
  if (wish.state === 'failed') return interrupted(wish)
  if (configurationState === 'removed') {
    return interrupted(wish.state === 'cancelled' ? wish : { state: 'cancelled', reason: 'configuration removed' })
  }
  if (wish.state === 'held' || wish.state === 'cancelled') return interrupted(wish)
  if (delivery.test || configurationState === null || configurationState === 'active') return wish
  return interrupted({ state: 'held' })
}

/** It waits as it did before it was claimed, a first attempt at its old place in the order. */
export function waitAgain({ delivery }: DeliveryRow, now: number): Rest {
  if (delivery.attempts > 0) return { state: 'retrying', dueAt: now }
  return { state: 'queued', dueAt: delivery.trigger === 'manual' ? now : Math.min(now, delivery.createdAt) }
}

export function setRest(instance: AwkwardInstance, row: DeliveryRow, rest: Rest) {
  row.delivery = { ...row.delivery, ...fieldsOf(rest) }
  row.claimedBy = null
  instance.changes.noteMoved(row.delivery)
}

export function fieldsOf(rest: Rest): Pick<Delivery, 'state' | 'dueAt' | 'cancelReason'> {
  return {
    state: rest.state,
    dueAt: 'dueAt' in rest ? rest.dueAt : null,
    cancelReason: 'reason' in rest ? rest.reason : null,
  }
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
