import { failed } from '../../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../domain/ids.ts'
import type { Recovered } from '../../contract/work.ts'
import { outcomeCode, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { type DeliveryRow, findDelivery } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { setStanding, standingAfter, waitAgain } from './waiting.ts'

/** The process ended this often in the middle of a delivery: no more, or one poisonous answer could stop everything for ever. */
const crashesMax = 3

/**
 * What was claimed when the process ended becomes claimable again. An attempt that was under way is not counted: nobody knows
 * how it went, and the receiver may get it twice.
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

/** Claims are few, since the window over the backlog is bounded; only finding them is a walk over what is not delivered. */
function requeueAll(db: Database, now: number): number {
  const rows = db.all<
    Pick<DeliveryRow, 'id' | 'account' | 'configuration' | 'test' | 'attempts' | 'trigger' | 'created_at'>
  >(
    `select id, account, configuration, test, attempts, trigger, created_at from deliveries indexed by deliveries_not_delivered
      where state <> ${stateCode.delivered} and state = ${stateCode.sending}`,
  )
  // A claim hands those whose configuration was disabled or removed in the meantime to `settle`.
  for (const row of rows) setStanding(db, row, waitAgain(row, now))
  return rows.length
}
