import type { Delivery } from '../../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../domain/ids.ts'
import type { ReplayStep, SeriesOptions, SeriesRefusal } from '../../contract/work.ts'
import { configurationStateCode, flag, stateCode, triggerCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { type DeliveryRow, findDelivery, laneOfRow, requireDelivery } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { configurationState } from './configuration-state.ts'
import { noteLetOut } from './held.ts'
import { noteReplayed } from './replayed.ts'

/** *Process again*: a new series, which replaces a waiting automatic one. */
export function openSeries(
  db: Database,
  accountId: string,
  id: DeliveryId,
  by: string,
  now: number,
  { hottokAsConfigured }: SeriesOptions = { hottokAsConfigured: false },
  replay: ReplayStep | null = null,
): Delivery | SeriesRefusal | null {
  const row = findDelivery(db, blobOf(id))
  if (row?.account !== accountId) return null
  const refusal = refusalFor(row, configurationState(db, row.configuration))
  if (refusal) return refusal
  queueSeries(db, row, { series: row.series + 1, trigger: triggerCode.manual, now })
  const flags = (row.flags & ~flag.hottokAsConfigured) | (hottokAsConfigured ? flag.hottokAsConfigured : 0)
  if (flags !== row.flags) db.run('update deliveries set flags = ? where id = ?', flags, row.id)
  addAction(db, row.id, { at: now, by, kind: 'processed-again', detail: null })
  if (replay) noteReplayed(db, row.id, replay)
  return requireDelivery(db, row.id)
}

/** Starts or restarts a series: it is due at once and has no attempts. */
export function queueSeries(
  db: Database,
  row: DeliveryRow,
  { series, trigger, now }: { series: number; trigger: number; now: number },
) {
  db.run(
    `update deliveries set state = ${stateCode.queued}, due = ?, series = ?, attempts = 0, url_failures = 0, uncounted = 0,
      first_attempt_at = null, trigger = ?, cancel_reason = null, crashes = 0 where id = ?`,
    now,
    series,
    trigger,
    row.id,
  )
  db.lanes.note(laneOfRow(row), now)
  db.changes.noteDelivery(row.account, row.id)
  if (row.state === stateCode.held) noteLetOut(db, row.configuration)
}

function refusalFor(row: DeliveryRow, configuration: number | null): SeriesRefusal | null {
  if (configuration === configurationStateCode.removed) return 'configuration_removed'
  if (configuration === configurationStateCode.disabled && row.test === 0) return 'configuration_disabled'
  const waitsByHand = row.due !== null && row.trigger === triggerCode.manual
  return row.state === stateCode.sending || waitsByHand ? 'series_open' : null
}
