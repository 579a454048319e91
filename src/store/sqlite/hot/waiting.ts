import {
  cancelledFor,
  type DeliveryStanding,
  delivered,
  held,
  queuedAt,
  retryingAt,
} from '../../../domain/delivery/delivery.ts'
import { cancelReasonCode, configurationStateCode, stateCode, triggerCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { type LaneRow, laneOfRow } from '../rows/delivery-rows.ts'

interface Waiting {
  readonly test: number
  readonly delivered_at: number | null
}

/**
 * What becomes of a delivery that is not sent right now. Whatever else happens, one that was delivered before goes back to
 * `delivered`: neither a failed series nor an interrupted one undoes that, and nothing re-sends it by itself.
 * @param configurationState null: a test to a free URL
 */
export function standingAfter(
  row: Waiting,
  configurationState: number | null,
  wish: DeliveryStanding,
): DeliveryStanding {
  const interrupted = (standing: DeliveryStanding) => (row.delivered_at === null ? standing : delivered)
  if (wish.state === 'delivered') return wish
  if (wish.state === 'failed') return interrupted(wish)
  if (configurationState === configurationStateCode.removed) {
    return interrupted(wish.state === 'cancelled' ? wish : cancelledFor('configuration removed'))
  }
  if (wish.state === 'held' || wish.state === 'cancelled') return interrupted(wish)
  // Tests go out even to a configuration that is disabled.
  if (row.test === 1 || configurationState === null || configurationState === configurationStateCode.active) return wish
  return interrupted(held)
}

/** A claim is given back: the delivery waits again as it did before, first attempts at their old place in the order. */
export function waitAgain(
  row: { readonly attempts: number; readonly trigger: number; readonly created_at: number },
  now: number,
): DeliveryStanding {
  if (row.attempts > 0) return retryingAt(now)
  return queuedAt(row.trigger === triggerCode.manual ? now : Math.min(now, row.created_at))
}

export function columnsOf({ state, dueAt, cancelReason }: DeliveryStanding) {
  return {
    state: stateCode[state],
    due: dueAt,
    cancel_reason: cancelReason === null ? null : cancelReasonCode[cancelReason],
  }
}

export function setStanding(db: Database, row: LaneRow & { readonly id: Uint8Array }, standing: DeliveryStanding) {
  const { state, due, cancel_reason } = columnsOf(standing)
  db.run('update deliveries set state = ?, due = ?, cancel_reason = ? where id = ?', state, due, cancel_reason, row.id)
  if (due !== null) db.lanes.note(laneOfRow(row), due)
  db.changes.noteDelivery(row.account, row.id)
}
