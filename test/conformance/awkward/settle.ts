import type { ConfigurationStatus } from '../../../src/domain/configuration.ts'
import {
  type CancelReason,
  cancelledFor,
  type DeliveryState,
  held,
  queuedAt,
} from '../../../src/domain/delivery/delivery.ts'
import type { ConfigurationId } from '../../../src/domain/ids.ts'
import type { Settled } from '../../../src/store/contract/work.ts'
import { edit } from './directory.ts'
import { type AwkwardInstance, type ConfigurationRow, type DeliveryRow, newSeries } from './instance.ts'
import { isOvertaken, revokedSince } from './overtaken.ts'
import { noteInterruption, restOf, setRest } from './rest.ts'

export interface Step {
  readonly by: string
  readonly now: number
  readonly limit: number
}

/** One step of what the state of a configuration entails for its deliveries, as it is now. */
export function settle(instance: AwkwardInstance, id: ConfigurationId, step: Step): Settled {
  const row = instance.configurations.get(id)
  const status = row?.configuration.status
  switch (status?.state) {
    case 'disabled':
      return hold(instance, id, step)
    case 'releasing':
      return row ? letOut(instance, row, status, step) : nothing
    case 'removed':
      return cancelAll(instance, id, step)
    default:
      return nothing
  }
}

const nothing: Settled = { done: true, released: 0 }

function hold(instance: AwkwardInstance, id: ConfigurationId, { by, now, limit }: Step): Settled {
  const pending = rowsOf(instance, id, ['queued', 'retrying']).filter(({ delivery }) => !delivery.test)
  for (const row of pending.slice(0, limit)) {
    const rest = restOf(row, 'disabled', held)
    setRest(instance, row, rest)
    noteInterruption(row, rest.state, now, by)
  }
  return { done: pending.length < limit, released: 0 }
}

function cancelAll(instance: AwkwardInstance, id: ConfigurationId, { by, now, limit }: Step): Settled {
  const reason = 'configuration removed'
  const pending = rowsOf(instance, id, ['queued', 'retrying', 'held'])
  for (const row of pending.slice(0, limit)) cancelRow(instance, row, { reason, by, now, detail: reason })
  return { done: pending.length < limit, released: 0 }
}

type Releasing = Extract<ConfigurationStatus, { state: 'releasing' }>

function letOut(instance: AwkwardInstance, row: ConfigurationRow, status: Releasing, { now, limit }: Step): Settled {
  const { configuration } = row
  const waiting = rowsOf(instance, configuration.id, ['held']).sort((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1))
  let released = 0
  for (const delivery of waiting.slice(0, limit)) {
    const reason = reasonToDrop(instance, delivery, status)
    if (reason) cancelRow(instance, delivery, { reason, by: status.by, now, detail: reason })
    else {
      queueAgain(instance, delivery, status, now)
      released++
    }
  }
  const done = waiting.length < limit
  if (done) edit(instance, row, { ...configuration, status: { state: 'active' }, updatedAt: now })
  return { done, released }
}

/** What came to be held after the person chose is never dropped. */
function reasonToDrop(instance: AwkwardInstance, row: DeliveryRow, { mode, at }: Releasing) {
  if (mode === 'all' || row.delivery.createdAt > at) return null
  if (mode === 'discard') return 'discarded'
  const isOld = row.delivery.test || isOvertaken(instance, row) || revokedSince(instance, row) !== null
  return isOld ? 'superseded' : null
}

function queueAgain(instance: AwkwardInstance, row: DeliveryRow, { by }: Releasing, now: number) {
  const { attemptsTotal, series, test } = row.delivery
  row.delivery = {
    ...row.delivery,
    series: attemptsTotal === 0 ? series : series + 1,
    attempts: 0,
    trigger: test ? 'test' : 'automatic',
  }
  row.series = newSeries
  row.interruptions = 0
  setRest(instance, row, queuedAt(now))
  row.actions.push({ at: now, by, kind: 'released', detail: null })
}

export function cancelRow(
  instance: AwkwardInstance,
  row: DeliveryRow,
  { reason, by, now, detail }: { reason: CancelReason; by: string; now: number; detail: string | null },
) {
  setRest(instance, row, restOf(row, null, cancelledFor(reason)))
  row.actions.push({ at: now, by, kind: 'cancelled', detail })
}

function rowsOf({ deliveries }: AwkwardInstance, id: ConfigurationId, states: readonly DeliveryState[]) {
  return [...deliveries.values()].filter(
    ({ delivery }) => delivery.configurationId === id && states.includes(delivery.state),
  )
}

/** What has something due is found by a claim; what is held is not. */
export function listUnfinished(instance: AwkwardInstance) {
  const unfinished = [...instance.configurations.values()].filter(({ configuration: { id, status } }) => {
    return status.state === 'releasing' || (status.state === 'removed' && rowsOf(instance, id, ['held']).length > 0)
  })
  return unfinished.map(({ configuration: { id, accountId } }) => ({ configurationId: id, accountId }))
}
