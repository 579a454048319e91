import type { CancelReason } from '../../domain/delivery.ts'
import { cancelReasonCode, configurationStateCode, stateCode, triggerCode } from './codes.ts'
import type { Database } from './database.ts'
import { type LaneRow, laneOfRow } from './delivery-rows.ts'

/**
 * What becomes of a delivery that is not sent right now. Whatever else happens, one that was delivered before goes back to
 * `delivered`: neither a failed series nor an interrupted one undoes that, and nothing re-sends it by itself.
 */
export type Rest =
  | { readonly state: 'queued' | 'retrying'; readonly due: number }
  | { readonly state: 'delivered' | 'held' | 'failed' }
  | { readonly state: 'cancelled'; readonly reason: CancelReason }

interface Waiting {
  readonly test: number
  readonly delivered_at: number | null
}

/** @param configurationState null: a test to a free URL */
export function restOf(row: Waiting, configurationState: number | null, wish: Rest): Rest {
  const interrupted = (rest: Rest): Rest => (row.delivered_at === null ? rest : { state: 'delivered' })
  if (wish.state === 'delivered') return wish
  if (wish.state === 'failed') return interrupted(wish)
  if (configurationState === configurationStateCode.removed) {
    return interrupted(wish.state === 'cancelled' ? wish : { state: 'cancelled', reason: 'configuration removed' })
  }
  if (wish.state === 'held' || wish.state === 'cancelled') return interrupted(wish)
  // Tests go out even to a configuration that is disabled.
  if (row.test === 1 || configurationState === null || configurationState === configurationStateCode.active) return wish
  return interrupted({ state: 'held' })
}

/** A claim is given back: the delivery waits again as it did before, first attempts at their old place in the order. */
export function waitAgain(
  row: { readonly attempts: number; readonly trigger: number; readonly created_at: number },
  now: number,
): Rest {
  if (row.attempts > 0) return { state: 'retrying', due: now }
  return { state: 'queued', due: row.trigger === triggerCode.manual ? now : Math.min(now, row.created_at) }
}

export function columnsOf(rest: Rest): { state: number; due: number | null; cancel_reason: number | null } {
  return {
    state: stateCode[rest.state],
    due: 'due' in rest ? rest.due : null,
    cancel_reason: 'reason' in rest ? cancelReasonCode[rest.reason] : null,
  }
}

export function setRest(db: Database, row: LaneRow & { readonly id: Uint8Array }, rest: Rest) {
  const { state, due, cancel_reason } = columnsOf(rest)
  db.run('update deliveries set state = ?, due = ?, cancel_reason = ? where id = ?', state, due, cancel_reason, row.id)
  if (due !== null) db.lanes.note(laneOfRow(row), due)
  db.changes.noteDelivery(row.account, row.id)
}
