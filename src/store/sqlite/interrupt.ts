import type { CancelReason, Delivery } from '../../domain/delivery.ts'
import { Refusal } from '../../domain/errors.ts'
import type { ConfigurationId, DeliveryId } from '../../domain/ids.ts'
import { addAction } from './actions.ts'
import { noteInterruption } from './claims.ts'
import { configurationStateCode, stateCode } from './codes.ts'
import { configurationState } from './configuration-state.ts'
import type { Database } from './database.ts'
import { type DeliveryRow, deliveryColumns, deliveryOf, findDelivery } from './delivery-rows.ts'
import { noteLetOut } from './held.ts'
import { blobOf } from './id-blobs.ts'
import { restOf, setRest } from './waiting.ts'

/** What waits is held, or cancelled. */

const pendingOfLane = `select ${deliveryColumns} from deliveries d indexed by deliveries_due
  where d.test = 0 and d.account = (select account from configurations where id = ?1) and d.configuration = ?1
    and d.due is not null order by d.due limit ?2`
const pendingTests = `select ${deliveryColumns} from deliveries d indexed by deliveries_tests_due
  where d.test = 1 and d.account = (select account from configurations where id = ?1) and d.due is not null
    and d.configuration = ?1 limit ?2`
export const heldQuery = `select ${deliveryColumns} from configurations c
  cross join deliveries d indexed by deliveries_by_configuration
  where c.id = ?1 and c.held > 0 and d.configuration = c.id and d.id >= c.held_from and d.state = ${stateCode.held}
  order by d.id limit ?2`

export function holdPending(db: Database, id: ConfigurationId, by: string, now: number, limit: number): number {
  const configuration = blobOf(id)
  const state = configurationState(db, configuration)
  if (state !== configurationStateCode.disabled) return 0
  const rows = db.all<DeliveryRow>(pendingOfLane, configuration, limit)
  for (const row of rows) {
    const rest = restOf(row, state, { state: 'held' })
    setRest(db, row.id, rest)
    noteInterruption(db, row, rest.state, now, by)
  }
  return rows.length
}

export function cancelPending(
  db: Database,
  id: ConfigurationId,
  reason: CancelReason,
  by: string,
  now: number,
  limit: number,
): number {
  const configuration = blobOf(id)
  if (configurationState(db, configuration) !== configurationStateCode.removed) return 0
  let done = 0
  for (const query of [pendingOfLane, pendingTests, heldQuery]) {
    const rows = db.all<DeliveryRow>(query, configuration, limit - done)
    for (const row of rows) cancel(db, row, { reason, by, now, detail: reason })
    done += rows.length
  }
  return done
}

export function cancelDelivery(
  db: Database,
  accountId: string | null,
  id: DeliveryId,
  reason: CancelReason,
  by: string,
  now: number,
): Delivery | Refusal | null {
  const row = findDelivery(db, blobOf(id))
  if (!row || (accountId !== null && row.account !== accountId)) return null
  const pending = row.due !== null || row.state === stateCode.held
  if (!pending) return new Refusal('not_cancellable')
  cancel(db, row, { reason, by, now, detail: reason === 'manual' ? null : reason })
  const after = findDelivery(db, row.id)
  return after ? deliveryOf(after) : null
}

export function cancel(
  db: Database,
  row: DeliveryRow,
  how: { reason: CancelReason; by: string; now: number; detail: string | null },
) {
  if (row.state === stateCode.held) noteLetOut(db, row.configuration)
  setRest(db, row.id, restOf(row, null, { state: 'cancelled', reason: how.reason }))
  addAction(db, row.id, { at: how.now, by: how.by, kind: 'cancelled', detail: how.detail })
}
