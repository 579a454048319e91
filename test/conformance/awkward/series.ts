import { type Delivery, queuedAt } from '../../../src/domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../src/domain/ids.ts'
import type { ReplayStep, SeriesRefusal } from '../../../src/store/contract/work.ts'
import { shown } from './history.ts'
import { type AwkwardInstance, type DeliveryRow, newSeries } from './instance.ts'
import { noteReplayed } from './replays.ts'
import { configurationStateOf, setRest } from './rest.ts'
import { cancelRow } from './settle.ts'

export function openSeries(
  instance: AwkwardInstance,
  accountId: string,
  id: DeliveryId,
  {
    by,
    now,
    hottokAsConfigured = false,
    replay = null,
  }: { by: string; now: number; hottokAsConfigured?: boolean; replay?: ReplayStep | null },
): Delivery | SeriesRefusal | null {
  const row = instance.deliveries.get(id)
  if (row?.delivery.accountId !== accountId) return null
  const refusal = refusalFor(instance, row)
  if (refusal) return refusal
  const series = row.delivery.series + 1
  row.delivery = { ...row.delivery, series, attempts: 0, trigger: 'manual', hottokAsConfigured }
  row.series = newSeries
  row.interruptions = 0
  setRest(instance, row, queuedAt(now))
  row.actions.push({ at: now, by, kind: 'processed-again', detail: null })
  if (replay) noteReplayed(instance, id, replay)
  return shown(instance, row.delivery)
}

function refusalFor(instance: AwkwardInstance, { delivery }: DeliveryRow): SeriesRefusal | null {
  const configuration = configurationStateOf(instance, delivery)
  if (configuration === 'removed') return 'configuration_removed'
  if (configuration === 'disabled' && !delivery.test) return 'configuration_disabled'
  const waitsByHand = delivery.dueAt !== null && delivery.trigger === 'manual'
  return delivery.state === 'sending' || waitsByHand ? 'series_open' : null
}

export function cancel(
  instance: AwkwardInstance,
  accountId: string | null,
  id: DeliveryId,
  { reason, by, now }: { reason: 'manual' | 'consent withdrawn'; by: string; now: number },
): Delivery | 'not_cancellable' | null {
  const row = instance.deliveries.get(id)
  if (!row || (accountId !== null && row.delivery.accountId !== accountId)) return null
  if (row.delivery.dueAt === null && row.delivery.state !== 'held') return 'not_cancellable'
  cancelRow(instance, row, { reason, by, now, detail: reason === 'manual' ? null : reason })
  return shown(instance, row.delivery)
}
