import type { Delivery, Lane } from '../../domain/delivery.ts'
import type { ConfigurationId } from '../../domain/ids.ts'
import type { AccountRoom, Claim, Claimed, ClaimKey, ClaimRequest, LaneDue } from '../contract/work.ts'
import { addAction } from './actions.ts'
import { configurationStateCode, stateCode, triggerCode } from './codes.ts'
import { configurationState } from './configuration-state.ts'
import type { Database } from './database.ts'
import { type BodyRow, bodyOf, type DeliveryRow, deliveryColumns, deliveryOf, findDelivery } from './delivery-rows.ts'
import type { DueLane } from './due-lanes.ts'
import { noteHeld } from './held.ts'
import { blobOf, idOf } from './id-blobs.ts'
import { restOf, setRest, waitAgain } from './waiting.ts'

/** Taking work lane by lane. `due` is null for everything but queued and retrying, so the index of what is due holds no more. */

const { active, releasing, removed } = configurationStateCode

/** A look takes about 10 µs, and the passing of a lane a tenth of one. */
const looksMost = 64
const passedMost = 1_024
/** What cannot be claimed though it is due is looked at again after that: it waits to be settled. */
const lookAgainMs = 1_000
/** Of one subject: more events before this one are not looked at. */
const earlierMost = 100

const claimColumns = `${deliveryColumns}, b.content_type, b.text, b.hottok_at`
const withBody = 'join bodies b on b.event_id = d.event_id and b.version = d.version and b.view = d.view'

const nextLane = `from deliveries indexed by deliveries_due
          where test = 0 and due is not null and (account, configuration) > (lane.account, lane.configuration)
          order by account, configuration limit 1`

export const dueQueries = {
  claimLane: `select ${claimColumns} from deliveries d indexed by deliveries_due ${withBody}
    where d.test = 0 and d.account = ? and d.configuration = ? and d.due <= ? order by d.due, d.id limit ?`,
  claimTests: `select ${claimColumns} from deliveries d indexed by deliveries_tests_due ${withBody}
    where d.test = 1 and d.account = ? and d.due <= ?
      and not exists (select 1 from configurations c where c.id = d.configuration and c.state = ${removed})
    order by d.due, d.id limit ?`,
  removedTests: `select distinct d.configuration from deliveries d indexed by deliveries_tests_due
    join configurations c on c.id = d.configuration and c.state = ${removed}
    where d.test = 1 and d.account = ? and d.due <= ? limit ?`,
  /** The delivery of an event to a configuration, if it is a first attempt that waits: ids of an event's deliveries begin alike. */
  untried: `select ${claimColumns} from deliveries d indexed by deliveries_by_configuration ${withBody}
    where d.configuration = ? and d.id between ? and ? and d.event_id = ? and d.test = 0
      and d.state = ${stateCode.queued} and d.attempts = 0 and d.trigger = ${triggerCode.automatic}`,
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
    select account, configuration, (select due from deliveries indexed by deliveries_due
        where test = 0 and account = lane.account and configuration = lane.configuration and due is not null
        order by due limit 1) as due
    from lane where account is not null`,
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

/** Every lane with something queued or retrying, whatever the state of its configuration, and when the first of it is due. */
export function* lanesWithWork(db: Database): Generator<LaneDue> {
  for (const row of db.all<{ account: string; due: number }>(dueQueries.testLanes))
    yield { lane: { accountId: row.account, configurationId: null }, dueAt: row.due }
  for (const row of db.all<{ account: string; configuration: Uint8Array; due: number }>(dueQueries.lanes))
    yield { lane: { accountId: row.account, configurationId: idOf(row.configuration) }, dueAt: row.due }
}

export function claim(db: Database, request: ClaimRequest): Claimed {
  const { lanes } = db
  lanes.read(() => lanesWithWork(db))
  lanes.arrive(request.now)
  if (request.after === 'start') lanes.beginRound()
  const turns = new Turns(db, request)
  // Without a lane that has room nothing is written.
  const first = turns.next()
  try {
    if (first) db.unit(() => turns.takeFrom(first))
  } catch (error) {
    // What was taken is not, and the lanes know no more of it.
    lanes.forget()
    throw error
  }
  return turns.result()
}

/** One call: what was taken so far, and of whom. */
class Turns {
  readonly #db: Database
  readonly #request: ClaimRequest
  readonly #claims: Claim[] = []
  readonly #left = new Map<string, LaneDue>()
  readonly #toSettle = new Map<ConfigurationId, string>()
  readonly #ofLanes = new Map<string, number>()
  readonly #ofAccounts = new Map<string, number>()
  #bytes = 0
  #looks = 0
  #passed = 0
  #last: DueLane | null = null

  constructor(db: Database, request: ClaimRequest) {
    this.#db = db
    this.#request = request
  }

  /** The next lane in turn that has room; null: there is none, or enough is done. */
  next(): DueLane | null {
    const { lanes } = this.#db
    const { most, bytesMost } = this.#request
    while (
      this.#claims.length < most &&
      this.#bytes < bytesMost &&
      this.#looks < looksMost &&
      this.#passed < passedMost
    ) {
      this.#last = lanes.next()
      if (!this.#last) return null
      const { key, lane } = this.#last
      const account = this.#roomOf(lane.accountId)
      if (account.answering <= 0) lanes.passAccount(this.#last)
      else if (this.#room(key, account) <= 0) lanes.pass(this.#last)
      else return this.#last
      this.#passed++
    }
    return null
  }

  takeFrom(first: DueLane) {
    for (let due: DueLane | null = first; due; due = this.next()) {
      this.#looks++
      this.#look(due)
    }
  }

  result(): Claimed {
    const { now } = this.#request
    return {
      claims: this.#claims,
      left: [...this.#left.values()],
      last: this.#last ? { accountId: this.#last.lane.accountId, lane: this.#last.lane } : 'end',
      nextDueAt: this.#db.lanes.nextDueAt(now),
      toSettle: [...this.#toSettle].map(([configurationId, accountId]) => ({ configurationId, accountId })),
    }
  }

  #roomOf(accountId: string): AccountRoom {
    const { answering, silent } = this.#request.accounts.get(accountId) ?? this.#request.perAccount
    const taken = this.#ofAccounts.get(accountId) ?? 0
    return { answering: answering - taken, silent: silent - taken }
  }

  #room(key: string, account: AccountRoom): number {
    const lane = this.#request.lanes.get(key)
    const room = (lane?.room ?? this.#request.perLane) - (this.#ofLanes.get(key) ?? 0)
    return Math.min(room, lane?.answers ? account.answering : account.silent)
  }

  /** Takes what the lane may send, and sees when it has more. */
  #look(due: DueLane) {
    const { lane, key } = due
    const { now } = this.#request
    const closedUntil = this.#closedUntil(lane)
    const taken = closedUntil === null || closedUntil > now ? 0 : this.#take(lane, key)
    const next = nextDue(this.#db, lane)
    const opensAt = next === null ? null : Math.max(next, closedUntil ?? now + lookAgainMs)
    this.#left.delete(key)
    if (next !== null && closedUntil === null) this.#settle(lane)
    if (opensAt === null || opensAt > now) this.#db.lanes.postpone(due, opensAt)
    else if (taken > 0) this.#left.set(key, { lane, dueAt: opensAt })
    else {
      this.#db.lanes.postpone(due, now + lookAgainMs)
      this.#settle(lane)
    }
  }

  /** Until when nothing of a lane may be sent; null: it waits to be settled. */
  #closedUntil({ configurationId }: Lane): number | null {
    if (configurationId === null) return 0
    const row = this.#db.get<{ state: number; paused_until: number | null }>(
      'select state, paused_until from configurations where id = ?',
      blobOf(configurationId),
    )
    return row?.state === active || row?.state === releasing ? (row.paused_until ?? 0) : null
  }

  /** What is due and not to be sent is of the lane's configuration; of the lane of tests, of those that are removed. */
  #settle({ accountId, configurationId }: Lane) {
    const { now } = this.#request
    const ids = configurationId === null ? removedWithTests(this.#db, accountId, now) : [configurationId]
    for (const id of ids) this.#toSettle.set(id, accountId)
  }

  #take(lane: Lane, key: string): number {
    const { most, perTurn, bytesPerTurn, bytesMost } = this.#request
    const limit = Math.min(perTurn, most - this.#claims.length, this.#room(key, this.#roomOf(lane.accountId)))
    const { rows, bytes } = this.#rows(lane, limit, Math.min(bytesPerTurn, bytesMost - this.#bytes))
    for (const row of rows) this.#claims.push(claimRow(this.#db, row))
    this.#bytes += bytes
    this.#ofLanes.set(key, (this.#ofLanes.get(key) ?? 0) + rows.length)
    this.#ofAccounts.set(lane.accountId, (this.#ofAccounts.get(lane.accountId) ?? 0) + rows.length)
    return rows.length
  }

  /** What is due, and before each first attempt those of its subject that were accepted earlier. Nothing may be written meanwhile. */
  #rows(lane: Lane, limit: number, bytesMost: number): { rows: readonly ClaimRow[]; bytes: number } {
    const db = this.#db
    const rows = new Map<string, ClaimRow>()
    let bytes = 0
    for (const due of dueRows(db, lane, this.#request.now, limit)) {
      for (const row of [...untriedBefore(db, due), due]) {
        if (rows.size === limit || (bytes >= bytesMost && rows.size > 0)) return { rows: [...rows.values()], bytes }
        const id = idOf(row.id)
        if (rows.has(id)) continue
        rows.set(id, row)
        bytes += row.text.length
      }
    }
    return { rows: [...rows.values()], bytes }
  }
}

function dueRows(db: Database, { accountId, configurationId }: Lane, now: number, limit: number): Iterable<ClaimRow> {
  return configurationId === null
    ? db.iterate<ClaimRow>(dueQueries.claimTests, accountId, now, limit)
    : db.iterate<ClaimRow>(dueQueries.claimLane, accountId, blobOf(configurationId), now, limit)
}

function removedWithTests(db: Database, accountId: string, now: number): ConfigurationId[] {
  const rows = db.all<{ configuration: Uint8Array }>(dueQueries.removedTests, accountId, now, looksMost)
  return rows.map((row) => idOf(row.configuration))
}

/**
 * First attempts of the same (configuration, subject) that were accepted before this one and wait, the earliest first. They wait in
 * vain for a later date only when a clock was set back; so they are claimed too. Tests have an order of their own, and so does
 * what a person asked for. One that is held, cancelled, set aside or forgotten holds up nothing.
 */
function untriedBefore(db: Database, row: ClaimRow): ClaimRow[] {
  if (row.sequence === 1 || row.attempts > 0 || row.trigger !== triggerCode.automatic || row.configuration === null)
    return []
  const found: ClaimRow[] = []
  let event = previousOf(db, row.event_id)
  for (let links = 0; event !== null && links < earlierMost; links++) {
    const [from, to] = idsBeside(event)
    const untried = db.get<ClaimRow>(dueQueries.untried, row.configuration, from, to, event)
    if (untried) found.unshift(untried)
    event = previousOf(db, event)
  }
  return found
}

function previousOf(db: Database, event: Uint8Array): Uint8Array | null {
  return db.get<{ previous: Uint8Array | null }>('select previous from events where id = ?', event)?.previous ?? null
}

function idsBeside(event: Uint8Array): [Uint8Array, Uint8Array] {
  const [from, to] = [Uint8Array.from(event).fill(0, 8), Uint8Array.from(event).fill(0xff, 8)]
  return [from, to]
}

function claimRow(db: Database, row: ClaimRow): Claim {
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

/** Back to where they were; held or cancelled if their configuration was disabled or removed meanwhile. */
export function giveBack(db: Database, claims: readonly ClaimKey[], now: number) {
  for (const { id, number } of claims) {
    const row = findDelivery(db, blobOf(id))
    if (row?.state !== stateCode.sending || row.attempts_total + 1 !== number) continue
    const rest = restOf(row, configurationState(db, row.configuration), waitAgain(row, now))
    setRest(db, row, rest)
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
