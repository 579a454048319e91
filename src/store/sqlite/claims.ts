import type { Delivery, Lane } from '../../domain/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'
import type { Claim, LaneDue } from '../store.ts'
import { addAction } from './actions.ts'
import { configurationStateCode, stateCode } from './codes.ts'
import { configurationState } from './configuration-state.ts'
import type { Database } from './database.ts'
import { type BodyRow, bodyOf, type DeliveryRow, deliveryColumns, deliveryOf, findDelivery } from './delivery-rows.ts'
import { noteHeld } from './held.ts'
import { blobOf, idOf } from './id-blobs.ts'
import { restOf, setRest, waitAgain } from './waiting.ts'

/** Taking work lane by lane. `due` is null for everything but queued and retrying, so the index of what is due holds no more. */

const { active, releasing, removed } = configurationStateCode

export const dueQueries = {
  claimLane: `select ${deliveryColumns}, b.content_type, b.text, b.hottok_at
    from deliveries d indexed by deliveries_due
    join bodies b on b.event_id = d.event_id and b.version = d.version and b.view = d.view
    where d.test = 0 and d.configuration = ? and d.due <= ? order by d.due, d.id limit ?`,
  claimTests: `select ${deliveryColumns}, b.content_type, b.text, b.hottok_at
    from deliveries d indexed by deliveries_tests_due
    join bodies b on b.event_id = d.event_id and b.version = d.version and b.view = d.view
    where d.test = 1 and d.due <= ?
      and not exists (select 1 from configurations c where c.id = d.configuration and c.state = ${removed})
    order by d.due, d.id limit ?`,
  nextOfLane: `select due from deliveries indexed by deliveries_due
    where test = 0 and configuration = ? and due is not null order by due limit 1`,
  nextTest: `select due from deliveries indexed by deliveries_tests_due
    where test = 1 and due is not null order by due limit 1`,
  /** From one lane to the next by the index, whatever their length. */
  lanes: `with recursive lane (configuration) as (
      select (select configuration from deliveries indexed by deliveries_due
        where test = 0 and due is not null and configuration > x'' order by configuration limit 1)
      union all
      select (select configuration from deliveries indexed by deliveries_due
        where test = 0 and due is not null and configuration > lane.configuration order by configuration limit 1)
      from lane where lane.configuration is not null)
    select l.configuration, (select due from deliveries indexed by deliveries_due
        where test = 0 and configuration = l.configuration and due is not null order by due limit 1) as due
    from lane l join configurations c on c.id = l.configuration and c.state in (${active}, ${releasing})`,
} as const

type ClaimRow = DeliveryRow & BodyRow

export function claimDueDeliveries(
  db: Database,
  lanes: readonly { lane: Lane; limit: number }[],
  now: number,
): Claim[] {
  return lanes.flatMap(({ lane, limit }) => dueRows(db, lane, now, limit).map((row) => claim(db, row)))
}

function dueRows(db: Database, lane: Lane, now: number, limit: number): ClaimRow[] {
  if (lane === null) return db.all<ClaimRow>(dueQueries.claimTests, now, limit)
  const configuration = blobOf(lane)
  const state = configurationState(db, configuration)
  if (state !== active && state !== releasing) return []
  return db.all<ClaimRow>(dueQueries.claimLane, configuration, now, limit)
}

function claim(db: Database, row: ClaimRow): Claim {
  db.run(`update deliveries set state = ${stateCode.sending}, due = null where id = ?`, row.id)
  const delivery: Delivery = { ...deliveryOf(row), state: 'sending', dueAt: null }
  return { delivery, body: bodyOf(row) }
}

export function nextDue(db: Database, lane: Lane): number | null {
  if (lane === null) return db.get<{ due: number }>(dueQueries.nextTest)?.due ?? null
  const configuration = blobOf(lane)
  const state = configurationState(db, configuration)
  if (state !== active && state !== releasing) return null
  return db.get<{ due: number }>(dueQueries.nextOfLane, configuration)?.due ?? null
}

export function listLanes(db: Database): LaneDue[] {
  const lanes: LaneDue[] = db
    .all<{ configuration: Uint8Array; due: number }>(dueQueries.lanes)
    .map((row) => ({ lane: idOf(row.configuration), dueAt: row.due }))
  const tests = nextDue(db, null)
  return tests === null ? lanes : [{ lane: null, dueAt: tests }, ...lanes]
}

/** Back to where they were; held or cancelled if their configuration was disabled or removed meanwhile. */
export function releaseClaims(db: Database, ids: readonly DeliveryId[], now: number) {
  for (const id of ids) {
    const blob = blobOf(id)
    const row = findDelivery(db, blob)
    if (row?.state !== stateCode.sending) continue
    const rest = restOf(row, configurationState(db, row.configuration), waitAgain(row, now))
    setRest(db, blob, rest)
    noteInterruption(db, row, rest.state, now)
  }
}

/** Leaves a trace, and keeps count, when a delivery is held or cancelled because of its configuration. */
export function noteInterruption(
  db: Database,
  row: Pick<DeliveryRow, 'id' | 'configuration'>,
  state: Delivery['state'],
  now: number,
  by = 'postback',
) {
  if (state === 'held') {
    noteHeld(db, row.configuration, row.id)
    addAction(db, row.id, { at: now, by, kind: 'held', detail: 'configuration disabled' })
  }
  if (state === 'cancelled') {
    addAction(db, row.id, { at: now, by, kind: 'cancelled', detail: 'configuration removed' })
  }
}
