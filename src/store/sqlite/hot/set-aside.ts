import { failed } from '../../../domain/delivery/delivery.ts'
import { outcomeCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { setStanding, standingAfter } from './waiting.ts'

/** What is due and has no body that could be sent, for a person to look at. Nothing else of its lane waits for it. */
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
