import { stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { deliveryColumns } from '../rows/delivery-rows.ts'

/**
 * A configuration has the number of its held deliveries, and an id before which none is held: a scan over held ones starts there
 * instead of at the beginning of the history. The unit that holds a delivery or lets it out updates both.
 */

export const heldQuery = `select ${deliveryColumns} from configurations c
  cross join deliveries d indexed by deliveries_by_configuration
  where c.id = ?1 and c.held > 0 and d.configuration = c.id and d.id >= c.held_from and d.state = ${stateCode.held}
  order by d.id limit ?2`

export function noteHeld(db: Database, configuration: Uint8Array | null, delivery: Uint8Array) {
  db.run(
    'update configurations set held = held + 1, held_from = min(coalesce(held_from, ?2), ?2) where id = ?1',
    configuration,
    delivery,
  )
}

export function noteLetOut(db: Database, configuration: Uint8Array | null, count = 1) {
  db.run(
    `update configurations set held = max(0, held - ?2), held_from = case when held <= ?2 then null else held_from end
      where id = ?1`,
    configuration,
    count,
  )
}
