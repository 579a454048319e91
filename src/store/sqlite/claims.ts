import type { Delivery, Lane } from '../../domain/delivery.ts'
import type { AskedLane, Claim, ClaimKey, ClaimResult, LaneDue } from '../contract/work.ts'
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

const nextLane = `from deliveries indexed by deliveries_due
          where test = 0 and due is not null and (account, configuration) > (lane.account, lane.configuration)
          order by account, configuration limit 1`

export const dueQueries = {
  claimLane: `select ${deliveryColumns}, b.content_type, b.text, b.hottok_at
    from deliveries d indexed by deliveries_due
    join bodies b on b.event_id = d.event_id and b.version = d.version and b.view = d.view
    where d.test = 0 and d.account = ? and d.configuration = ? and d.due <= ? order by d.due, d.id limit ?`,
  claimTests: `select ${deliveryColumns}, b.content_type, b.text, b.hottok_at
    from deliveries d indexed by deliveries_tests_due
    join bodies b on b.event_id = d.event_id and b.version = d.version and b.view = d.view
    where d.test = 1 and d.account = ? and d.due <= ?
      and not exists (select 1 from configurations c where c.id = d.configuration and c.state = ${removed})
    order by d.due, d.id limit ?`,
  nextOfLane: `select due from deliveries indexed by deliveries_due
    where test = 0 and account = ? and configuration = ? and due is not null order by due limit 1`,
  nextTest: `select due from deliveries indexed by deliveries_tests_due
    where test = 1 and account = ? and due is not null order by due limit 1`,
  /** From one lane to the next by the index, whatever their length. */
  lanes: `with recursive lane (account, configuration) as (
      select * from (select account, configuration from deliveries indexed by deliveries_due
        where test = 0 and due is not null order by account, configuration limit 1)
      union all
      select (select account ${nextLane}), (select configuration ${nextLane}) from lane where lane.account is not null)
    select l.account, l.configuration, max(coalesce(c.paused_until, 0), (select due from deliveries indexed by deliveries_due
        where test = 0 and account = l.account and configuration = l.configuration and due is not null order by due limit 1)) as due
    from lane l join configurations c on c.id = l.configuration and c.state in (${active}, ${releasing})`,
  testLanes: `with recursive lane (account) as (
      select * from (select account from deliveries indexed by deliveries_tests_due
        where test = 1 and due is not null order by account limit 1)
      union all
      select (select account from deliveries indexed by deliveries_tests_due
        where test = 1 and due is not null and account > lane.account order by account limit 1)
      from lane where lane.account is not null)
    select account, (select due from deliveries indexed by deliveries_tests_due
        where test = 1 and account = lane.account and due is not null order by due limit 1) as due
    from lane where account is not null`,
} as const

type ClaimRow = DeliveryRow & BodyRow

export function claimDueDeliveries(
  db: Database,
  lanes: readonly AskedLane[],
  now: number,
  bytesMost: number,
): ClaimResult {
  const claims: Claim[] = []
  const nextDueAt: (number | null)[] = []
  let bytesLeft = bytesMost
  for (const { lane, limit, bytes } of lanes) {
    const gate = gateOf(db, lane)
    const rows: ClaimRow[] = []
    if (gate !== null && gate <= now && bytesLeft > 0) {
      let ofLane = 0
      for (const row of dueRows(db, lane, now, limit)) {
        rows.push(row)
        ofLane += row.text.length
        if (ofLane >= Math.min(bytes, bytesLeft)) break
      }
      bytesLeft -= ofLane
    }
    for (const row of rows) claims.push(claim(db, row))
    const due = gate === null ? null : nextDue(db, lane)
    nextDueAt.push(due === null || gate === null ? null : Math.max(due, gate))
  }
  return { claims, nextDueAt }
}

/** From when on a lane may be claimed; null: not at all. */
function gateOf(db: Database, { configurationId }: Lane): number | null {
  if (configurationId === null) return 0
  const row = db.get<{ state: number; paused_until: number | null }>(
    'select state, paused_until from configurations where id = ?',
    blobOf(configurationId),
  )
  return row?.state === active || row?.state === releasing ? (row.paused_until ?? 0) : null
}

function dueRows(db: Database, { accountId, configurationId }: Lane, now: number, limit: number): Iterable<ClaimRow> {
  return configurationId === null
    ? db.iterate<ClaimRow>(dueQueries.claimTests, accountId, now, limit)
    : db.iterate<ClaimRow>(dueQueries.claimLane, accountId, blobOf(configurationId), now, limit)
}

function claim(db: Database, row: ClaimRow): Claim {
  db.run(`update deliveries set state = ${stateCode.sending}, due = null where id = ?`, row.id)
  const delivery: Delivery = { ...deliveryOf(row), state: 'sending', dueAt: null }
  return { id: delivery.id, number: delivery.attemptsTotal + 1, delivery, body: bodyOf(row) }
}

function nextDue(db: Database, { accountId, configurationId }: Lane): number | null {
  const row =
    configurationId === null
      ? db.get<{ due: number }>(dueQueries.nextTest, accountId)
      : db.get<{ due: number }>(dueQueries.nextOfLane, accountId, blobOf(configurationId))
  return row?.due ?? null
}

export function listLanes(db: Database): LaneDue[] {
  return [
    ...db
      .all<{ account: string; due: number }>(dueQueries.testLanes)
      .map((row) => ({ lane: { accountId: row.account, configurationId: null }, dueAt: row.due })),
    ...db
      .all<{ account: string; configuration: Uint8Array; due: number }>(dueQueries.lanes)
      .map((row) => ({ lane: { accountId: row.account, configurationId: idOf(row.configuration) }, dueAt: row.due })),
  ]
}

/** Back to where they were; held or cancelled if their configuration was disabled or removed meanwhile. */
export function giveBack(db: Database, claims: readonly ClaimKey[], now: number) {
  for (const { id, number } of claims) {
    const blob = blobOf(id)
    const row = findDelivery(db, blob)
    if (row?.state !== stateCode.sending || row.attempts_total + 1 !== number) continue
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
