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
import { noteReplayResult } from './replayed.ts'

interface Waiting {
  readonly test: number
  readonly delivered_at: number | null
}

/**
 * The state of a delivery that is not being sent. A delivery that was delivered before always returns to `delivered`: a failed or
 * interrupted series does not change that, and it is never sent again automatically.
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
  // Tests are sent even to a disabled configuration.
  if (row.test === 1 || configurationState === null || configurationState === configurationStateCode.active) return wish
  return interrupted(held)
}

/** The state after a claim is given back: the delivery waits as before, a first attempt at its old place in the order. */
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

/** Not after a 2xx. */
export function setStanding(db: Database, row: LaneRow & { readonly id: Uint8Array }, standing: DeliveryStanding) {
  const { state, due, cancel_reason } = columnsOf(standing)
  db.run('update deliveries set state = ?, due = ?, cancel_reason = ? where id = ?', state, due, cancel_reason, row.id)
  if (due !== null) db.lanes.note(laneOfRow(row), due)
  else if (standing.state !== 'held') noteReplayResult(db, row.id, false)
  db.changes.noteDelivery(row.account, row.id)
}
