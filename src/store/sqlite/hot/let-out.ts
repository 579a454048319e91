import type { Configuration, ConfigurationStatus } from '../../../domain/configuration.ts'
import type { Settled } from '../../contract/work.ts'
import { triggerCode } from '../../sql/codes.ts'
import { saveConfiguration } from '../../sql/configurations.ts'
import type { Database } from '../database.ts'
import { isOvertaken, revokedSince } from '../reading/overtaken.ts'
import { addAction } from '../rows/actions.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { runNow } from '../run-now.ts'
import { cancelRow } from './cancel.ts'
import { heldQuery } from './held.ts'
import { queueSeries } from './series.ts'

type Releasing = Extract<ConfigurationStatus, { state: 'releasing' }>

/**
 * One step: queues or drops the oldest held deliveries, according to the mode. Deliveries that were held after the person
 * chose the mode are never dropped, because the choice was not about them.
 */
export function letOut(
  db: Database,
  id: Uint8Array,
  configuration: Configuration,
  status: Releasing,
  { now, limit }: { now: number; limit: number },
): Settled {
  const rows = db.all<DeliveryRow>(heldQuery, id, limit)
  let released = 0
  for (const row of rows) {
    const dropped = reasonToDrop(db, row, status)
    if (dropped) cancelRow(db, row, { reason: dropped, by: status.by, now, detail: dropped })
    else {
      const series = row.attempts_total === 0 ? row.series : row.series + 1
      queueSeries(db, row, { series, trigger: row.test === 1 ? triggerCode.test : triggerCode.automatic, now })
      addAction(db, row.id, { at: now, by: status.by, kind: 'released', detail: null })
      released++
    }
  }
  const last = rows.at(-1)
  const done = last === undefined || rows.length < limit
  if (done) {
    // No delivery is held any more: from this commit on, new ones are not held either.
    db.run('update configurations set held = 0, held_from = null where id = ?', id)
    runNow(db, saveConfiguration({ ...configuration, status: { state: 'active' }, updatedAt: now }))
  } else {
    db.run('update configurations set held_from = ? where id = ? and held > 0', last.id, id)
  }
  return { done, released }
}

function reasonToDrop(db: Database, row: DeliveryRow, status: Releasing): 'superseded' | 'discarded' | null {
  if (status.mode === 'all' || row.created_at > status.at) return null
  if (status.mode === 'discard') return 'discarded'
  return row.test === 1 || isOvertaken(db, row) || revokedSince(db, row) !== null ? 'superseded' : null
}
