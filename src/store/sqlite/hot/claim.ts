import { type Delivery, type Lane, sending } from '../../../domain/delivery/delivery.ts'
import type { ConfigurationId } from '../../../domain/ids.ts'
import type { Body } from '../../contract/ledger.ts'
import type { AccountRoom, Claim, Claimed, ClaimRequest, LaneDue } from '../../contract/work.ts'
import { configurationStateCode, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { deliveryOf, findBody } from '../rows/delivery-rows.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import type { DueLane } from './due-lanes.ts'
import { dueQueries, lanesWithWork } from './due-queries.ts'
import { setAside } from './set-aside.ts'
import { type ClaimRow, untriedBefore } from './untried.ts'

/** Taking work from lane after lane, as far as there is room for it. */

const { active, releasing } = configurationStateCode

/** A look takes about 30 µs, and as much again for each delivery; the passing of a lane takes one. Nothing else happens meanwhile. */
const looksMost = 16
const passedMost = 256
/** In a test lane, so many removed configurations are handed over at a time. */
const removedMost = 16
/** What cannot be claimed though it is due is looked at again after that: it waits to be settled. */
const lookAgainMs = 1_000

export interface LanesInTurn {
  readonly lanes: readonly DueLane[]
  readonly nextDueAt: number | null
}

/** Those that a claim may come to: it has to be told how much room they have. */
export function lanesInTurn(db: Database, now: number, isStart: boolean): LanesInTurn {
  const { lanes } = db
  lanes.read(() => lanesWithWork(db))
  lanes.arrive(now)
  if (isStart) lanes.beginRound()
  return { lanes: lanes.inTurn(looksMost + passedMost), nextDueAt: lanes.nextDueAt(now) }
}

/** @param request with the room of each lane of `lanesInTurn`, and of its account: no other is looked at */
export function claim(db: Database, request: ClaimRequest): Claimed {
  const { lanes } = db
  lanes.read(() => lanesWithWork(db))
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
      const next = lanes.next(({ key }) => this.#request.lanes.has(key))
      this.#last = next?.due ?? null
      if (!next?.isTaken) return null
      const { key, lane } = next.due
      const account = this.#roomOf(lane.accountId)
      if (account.answering <= 0) lanes.passAccount(next.due)
      else if (this.#room(key, account) <= 0) lanes.pass(next.due)
      else return next.due
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

  /** Takes what the lane may send, and sees when it has more. What cannot be read is out of its way by then. */
  #look(due: DueLane) {
    const { lane, key } = due
    const { now } = this.#request
    const closedUntil = this.#closedUntil(lane)
    const taken = closedUntil === null || closedUntil > now ? 0 : this.#take(lane, key)
    const next = nextDue(this.#db, lane)
    const opensAt = next === null ? null : Math.max(next, closedUntil ?? now + lookAgainMs)
    this.#left.delete(key)
    if (opensAt === null) return this.#db.lanes.postpone(due, null)
    if (closedUntil === null || (lane.configurationId === null && taken === 0)) this.#settle(lane)
    if (opensAt > now) this.#db.lanes.postpone(due, opensAt)
    else if (taken === 0) this.#db.lanes.postpone(due, now + lookAgainMs)
    else this.#left.set(key, { lane, dueAt: opensAt })
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
    const { most, perTurn, bytesPerTurn, bytesMost, now } = this.#request
    const limit = Math.min(perTurn, most - this.#claims.length, this.#room(key, this.#roomOf(lane.accountId)))
    const { rows, unreadable, bytes } = this.#rows(lane, limit, Math.min(bytesPerTurn, bytesMost - this.#bytes))
    for (const row of rows) this.#claims.push(claimRow(this.#db, row))
    for (const row of unreadable) setAside(this.#db, row, now)
    this.#bytes += bytes
    this.#ofLanes.set(key, (this.#ofLanes.get(key) ?? 0) + rows.length)
    this.#ofAccounts.set(lane.accountId, (this.#ofAccounts.get(lane.accountId) ?? 0) + rows.length)
    return rows.length + unreadable.length
  }

  /** What is due, and before each first attempt those of its subject that were accepted earlier. Nothing may be written meanwhile. */
  #rows(lane: Lane, limit: number, bytesMost: number): DueRows {
    const rows: RowWithBody[] = []
    const unreadable: ClaimRow[] = []
    let bytes = 0
    let isMixed = false
    for (const due of dueRows(this.#db, lane, this.#request.now, limit)) {
      const earlier = untriedBefore(this.#db, due)
      isMixed ||= earlier.length > 0
      for (const row of [...earlier, due]) {
        if (rows.length === limit || (bytes >= bytesMost && rows.length > 0)) return { rows, unreadable, bytes }
        if (isMixed && [...rows, ...unreadable].some((it) => Buffer.compare(it.id, row.id) === 0)) continue
        const body = findBody(this.#db, row)
        if (body === 'damaged' || body === null) unreadable.push(row)
        else {
          rows.push({ ...row, body })
          bytes += body.text.length
        }
      }
    }
    return { rows, unreadable, bytes }
  }
}

type RowWithBody = ClaimRow & { readonly body: Body }

interface DueRows {
  readonly rows: readonly RowWithBody[]
  /** What cannot be sent, since its body cannot be read. */
  readonly unreadable: readonly ClaimRow[]
  readonly bytes: number
}

function dueRows(db: Database, { accountId, configurationId }: Lane, now: number, limit: number): Iterable<ClaimRow> {
  return configurationId === null
    ? db.iterate<ClaimRow>(dueQueries.claimTests, accountId, now, limit)
    : db.iterate<ClaimRow>(dueQueries.claimLane, accountId, blobOf(configurationId), now, limit)
}

function removedWithTests(db: Database, accountId: string, now: number): ConfigurationId[] {
  const rows = db.all<{ configuration: Uint8Array }>(dueQueries.removedTests, accountId, now, removedMost)
  return rows.map((row) => idOf(row.configuration))
}

function claimRow(db: Database, row: RowWithBody): Claim {
  db.run(`update deliveries set state = ${stateCode.sending}, due = null where id = ?`, row.id)
  const delivery: Delivery = { ...deliveryOf(row), ...sending }
  const { crashes: interruptions } = row
  return { id: delivery.id, number: delivery.attemptsTotal + 1, delivery, body: row.body, interruptions }
}

function nextDue(db: Database, { accountId, configurationId }: Lane): number | null {
  const row =
    configurationId === null
      ? db.get<{ due: number }>(dueQueries.nextTest, accountId)
      : db.get<{ due: number }>(dueQueries.nextOfLane, accountId, blobOf(configurationId))
  return row?.due ?? null
}
