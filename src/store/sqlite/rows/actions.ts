import type { PastAction } from '../../../domain/delivery/delivery.ts'
import type { Database } from '../database.ts'

/** What happened to a delivery and cannot be told from the delivery itself and its attempts. */
export function addAction(db: Database, delivery: Uint8Array, action: PastAction) {
  db.run(
    `insert into actions (delivery_id, number, at, by, kind, detail)
      values (?1, (select coalesce(max(number), 0) + 1 from actions where delivery_id = ?1), ?2, ?3, ?4, ?5)`,
    delivery,
    action.at,
    action.by,
    action.kind,
    action.detail,
  )
}
