import { revokingStatuses } from '../../../domain/transaction.ts'
import { flag, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { deliveryIdRange, findEvent } from '../rows/events.ts'
import { findSubscription } from '../rows/subscriptions.ts'
import { findTransaction } from '../rows/transactions.ts'

/** Whether a delivery, if sent now, would report an outdated state to its receiver. */

const counted = {
  sent: `state <> ${stateCode.cancelled}`,
  arrived: `state = ${stateCode.delivered}`,
} as const

/**
 * Whether a later event of the same subject was sent, is being sent or waits for the same configuration. A stale event counts as
 * older than all others, regardless of its number.
 * @param by `arrived`: only by one that was delivered
 */
export function isOvertaken(db: Database, row: DeliveryRow, by: 'sent' | 'arrived' = 'sent'): boolean {
  if (row.configuration === null) return false
  if (row.transaction === null) return isOvertakenInSubscription(db, row, row.configuration, by)
  const later = db.get(
    `select 1 from deliveries indexed by deliveries_by_transaction
      where account = ?1 and "transaction" = ?2 and configuration = ?3 and test = 0 and ${counted[by]}
        and coalesce(subject, "transaction") = ?4 and flags & ${flag.stale} = 0 and (sequence > ?5 or ?6) and id <> ?7 limit 1`,
    row.account,
    row.transaction,
    row.configuration,
    row.subject ?? row.transaction,
    row.sequence,
    row.flags & flag.stale,
    row.id,
  )
  return later !== undefined
}

/** Enough for any subscription, which changes a few times a year. */
const eventsLookedAtMax = 1_000

/** Deliveries have no index by subscription: its events are followed back from the newest one. */
function isOvertakenInSubscription(
  db: Database,
  row: DeliveryRow,
  configuration: Uint8Array,
  by: keyof typeof counted,
): boolean {
  const newest = row.subject === null ? undefined : findSubscription(db, row.subject)
  let next: Uint8Array | null = newest?.newest_event ?? null
  for (let looked = 0; next && looked < eventsLookedAtMax; looked++) {
    const event = findEvent(db, next)
    if (!event || event.sequence <= row.sequence) return false
    const { from, to } = deliveryIdRange(event.id)
    const sent = db.get(
      `select 1 from deliveries where id between ? and ? and event_id = ? and configuration = ? and test = 0
        and ${counted[by]} limit 1`,
      from,
      to,
      event.id,
      configuration,
    )
    if (sent) return true
    next = event.previous
  }
  return false
}

/** The status of the transaction, if it has since become one after which access must not be given back. */
export function revokedSince(db: Database, row: DeliveryRow): string | null {
  if (row.transaction === null || row.test === 1) return null
  const now = findTransaction(db, row.transaction)
  if (!now || !revokingStatuses.has(now.status)) return null
  // A stale event takes a number without changing the transaction. So the revoking event is recognised by its id, and counts as
  // later than a stale event regardless of the numbers.
  const isTheOne = now.event_id !== null && Buffer.compare(now.event_id, row.event_id) === 0
  const isOlder = (row.flags & flag.stale) !== 0 || row.sequence < now.sequence
  return isOlder && !isTheOne ? now.status : null
}
