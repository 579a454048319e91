import { type CancelReason, cancelledFor, type Delivery } from '../../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../domain/ids.ts'
import { stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { type DeliveryRow, findDelivery, requireDelivery } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { noteLetOut } from './held.ts'
import { setStanding, standingAfter } from './waiting.ts'

interface Cancelling {
  readonly reason: CancelReason
  readonly by: string
  readonly now: number
  readonly detail: string | null
}

/** What waits or is held is cancelled. */
export function cancel(
  db: Database,
  accountId: string | null,
  id: DeliveryId,
  reason: 'manual' | 'consent withdrawn',
  by: string,
  now: number,
): Delivery | 'not_cancellable' | null {
  const row = findDelivery(db, blobOf(id))
  if (!row || (accountId !== null && row.account !== accountId)) return null
  const pending = row.due !== null || row.state === stateCode.held
  if (!pending) return 'not_cancellable'
  cancelRow(db, row, { reason, by, now, detail: reason === 'manual' ? null : reason })
  return requireDelivery(db, row.id)
}

export function cancelRow(db: Database, row: DeliveryRow, how: Cancelling) {
  if (row.state === stateCode.held) noteLetOut(db, row.configuration)
  setStanding(db, row, standingAfter(row, null, cancelledFor(how.reason)))
  addAction(db, row.id, { at: how.now, by: how.by, kind: 'cancelled', detail: how.detail })
}
