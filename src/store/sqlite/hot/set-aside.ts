import { failed } from '../../../domain/delivery/delivery.ts'
import { outcomeCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { setStanding, standingAfter } from './waiting.ts'

/** Fails a due delivery whose body is missing or damaged, for a person to look at, so that it does not block its lane. */
export function setAside(db: Database, row: DeliveryRow, now: number) {
  setStanding(db, row, standingAfter(row, null, failed))
  db.run(`update deliveries set last_outcome = ${outcomeCode.abandoned} where id = ?`, row.id)
  addAction(db, row.id, {
    at: now,
    by: 'postback',
    kind: 'attempted',
    detail: 'set aside: its stored body is damaged. It can be processed again once the operator has restored the body',
  })
}
