import { failed } from '../../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../domain/ids.ts'
import type { Recovered } from '../../contract/work.ts'
import { outcomeCode, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { type DeliveryRow, findDelivery } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { setStanding, standingAfter, waitAgain } from './waiting.ts'

/** A delivery is set aside after this many crashes during its attempts: a poisonous answer could crash every start. */
const crashesMax = 3

/**
 * Deliveries that were claimed when the process ended become claimable again. An attempt under way is not counted: its outcome is
 * unknown, and the receiver may get it twice.
 * @param begun deliveries whose attempt was under way
 */
export function recover(db: Database, begun: readonly DeliveryId[], now: number): Recovered {
  const abandoned: DeliveryId[] = []
  for (const id of begun) {
    const row = findDelivery(db, blobOf(id))
    if (row?.state !== stateCode.sending) continue
    const crashes = db.get<{ crashes: number }>(
      'update deliveries set crashes = crashes + 1 where id = ? returning crashes',
      row.id,
    )
    if ((crashes?.crashes ?? 0) < crashesMax) continue
    abandon(db, row, now)
    abandoned.push(id)
  }
  return { requeued: requeueAll(db, now), abandoned }
}

function abandon(db: Database, row: DeliveryRow, now: number) {
  setStanding(db, row, standingAfter(row, null, failed))
  db.run(`update deliveries set last_outcome = ${outcomeCode.abandoned}, crashes = 0 where id = ?`, row.id)
  addAction(db, row.id, {
    at: now,
    by: 'postback',
    kind: 'attempted',
    detail: `set aside: the process ended ${crashesMax} times in the middle of this delivery`,
  })
}

/** Claims are few, since their number is bounded, but finding them scans all undelivered deliveries. */
function requeueAll(db: Database, now: number): number {
  const rows = db.all<
    Pick<DeliveryRow, 'id' | 'account' | 'configuration' | 'test' | 'attempts' | 'trigger' | 'created_at'>
  >(
    `select id, account, configuration, test, attempts, trigger, created_at from deliveries indexed by deliveries_not_delivered
      where state <> ${stateCode.delivered} and state = ${stateCode.sending}`,
  )
  // A later claim reports those of disabled or removed configurations for `settle`.
  for (const row of rows) setStanding(db, row, waitAgain(row, now))
  return rows.length
}
