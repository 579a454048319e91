import { firstUuidAt } from '../../domain/ids.ts'
import { cancelReasonCode, configurationStateCode, legacyStateCode, stateCode } from '../sql/codes.ts'
import { forgetEndedTokens } from '../sql/credentials.ts'
import { forgetSales } from '../sql/sales.ts'
import type { Database } from './database.ts'
import { keepNewestId } from './files/newest-id.ts'
import { cancelRow } from './hot/cancel.ts'
import { configurationState } from './hot/configuration-state.ts'
import { heldQuery, noteLetOut } from './hot/held.ts'
import { forgetReplayed } from './hot/replayed.ts'
import { type DeliveryRow, deliveryColumns } from './rows/delivery-rows.ts'
import { deliveryIdRange } from './rows/events.ts'
import { forgetFrames } from './rows/frames.ts'
import { blobOf } from './rows/id-blobs.ts'
import { runNow } from './run-now.ts'

/**
 * Deletes expired data, one small step at a time, so that nothing else waits for it. A round scans the history, oldest first,
 * then all data with its own expiry, and then returns free pages to the file system. A round visits each row once; the next
 * round starts again, since deliveries that waited may have ended.
 */

export interface Cutoffs {
  readonly history: number
  readonly force: number
  readonly transactions: number
  readonly now: number
}

/** A step ends at the first of these limits, since an event can have many deliveries. Either takes some milliseconds. */
const eventsPerStep = 100
const deliveriesPerStep = 300
const rowsPerStep = 500
const pagesPerStep = 200
/** The next posts reuse free pages; only a large surplus is returned to the file system. */
const freePagesMin = 1_024
const freePagesShare = 0.1
/** Tables without an index by age are scanned completely; a row may stay an hour longer. */
const walkEveryMs = 3_600_000

/** One step of a scan through a table. Returns where to continue; null: the scan is complete. */
type Walk = (db: Database, after: string, cutoffs: Cutoffs) => string | null

export class Forgetting {
  #afterEvent: Uint8Array | null = new Uint8Array()
  #walksAt = Number.NEGATIVE_INFINITY
  /** The walks left in this round, and the position of the first one. */
  #walks: Walk[] = []
  #after = ''

  /** @returns whether there is more to do */
  step(db: Database, cutoffs: Cutoffs): boolean {
    const more = db.unit(() => this.#stepHistory(db, cutoffs) || this.#stepWalks(db, cutoffs)) || giveRoomBack(db)
    if (!more) this.#afterEvent = new Uint8Array()
    return more
  }

  #stepHistory(db: Database, cutoffs: Cutoffs): boolean {
    if (this.#afterEvent === null) return false
    const events = db.all<{ id: Uint8Array; frame: number | null }>(
      'select id, frame from events where id > ? and id < ? order by id limit ?',
      this.#afterEvent,
      blobOf(firstUuidAt(cutoffs.history)),
      eventsPerStep,
    )
    if (events.length > 0) keepNewestId(db)
    const force = blobOf(firstUuidAt(cutoffs.force))
    const frames = new Set<number>()
    let deliveries = 0
    let passed = 0
    for (const { id, frame } of events) {
      const forgotten = forgetEvent(db, id, { force: Buffer.compare(id, force) < 0, now: cutoffs.now })
      if (forgotten.isGone && frame !== null) frames.add(frame)
      deliveries += forgotten.deliveries
      passed++
      this.#afterEvent = id
      if (deliveries >= deliveriesPerStep) break
    }
    forgetFrames(db, frames)
    if (passed === events.length && events.length < eventsPerStep) this.#afterEvent = null
    return this.#afterEvent !== null
  }

  #stepWalks(db: Database, cutoffs: Cutoffs): boolean {
    if (this.#walks.length === 0 && cutoffs.now - this.#walksAt >= walkEveryMs) {
      this.#walksAt = cutoffs.now
      this.#walks = [
        forgetTransactions,
        forgetFoundSales,
        forgetSubscriptions,
        forgetSeen,
        forgetAnswers,
        forgetStats,
        forgetLegacyPosts,
        forgetTokens,
        forgetAccountActions,
        forgetUnknownFields,
      ]
    }
    const walk = this.#walks[0]
    if (!walk) return false
    const after = walk(db, this.#after, cutoffs)
    if (after === null) this.#walks.shift()
    this.#after = after ?? ''
    return this.#walks.length > 0
  }
}

/**
 * Deletes an event with its deliveries; both stay while one of the deliveries is still pending. A delivery that is held when its
 * history ends is cancelled, and stays visible.
 * @returns whether the event was deleted, and how many deliveries were examined
 */
function forgetEvent(
  db: Database,
  event: Uint8Array,
  { force, now }: { force: boolean; now: number },
): { isGone: boolean; deliveries: number } {
  const { from, to } = deliveryIdRange(event)
  const deliveries = db.all<DeliveryRow>(
    `select ${deliveryColumns} from deliveries d where d.id between ? and ? and d.event_id = ?`,
    from,
    to,
    event,
  )
  let kept = 0
  for (const row of deliveries) {
    if (!force && staysLonger(row)) {
      if (row.state === stateCode.held) expire(db, row, now)
      kept++
      continue
    }
    if (row.state === stateCode.held) noteLetOut(db, row.configuration)
    if (row.series > 1) forgetReplayed(db, row.id)
    db.run('delete from attempts where delivery_id = ?', row.id)
    db.run('delete from actions where delivery_id = ?', row.id)
    db.run('delete from deliveries where id = ?', row.id)
  }
  if (kept > 0) return { isGone: false, deliveries: deliveries.length }
  db.run('delete from bodies where event_id = ?', event)
  db.run('delete from events where id = ?', event)
  return { isGone: true, deliveries: deliveries.length }
}

const pending: ReadonlySet<number> = new Set([stateCode.queued, stateCode.sending, stateCode.retrying, stateCode.held])

function staysLonger({ state, cancel_reason }: DeliveryRow): boolean {
  return pending.has(state) || cancel_reason === cancelReasonCode.expired
}

/** Held deliveries of any age are kept while they are being released. */
function expire(db: Database, row: DeliveryRow, now: number) {
  if (configurationState(db, row.configuration) !== configurationStateCode.disabled) return
  cancelRow(db, row, { reason: 'expired', by: 'postback', now, detail: 'expired' })
  const next = db.all<DeliveryRow>(heldQuery, row.configuration, 1)[0]
  if (next) db.run('update configurations set held_from = ? where id = ?', next.id, row.configuration)
}

const forgetTransactions: Walk = (db, after, cutoffs) => {
  const rows = db.all<{ transaction: string; updated_at: number }>(
    'select "transaction", updated_at from transactions where "transaction" > ? order by "transaction" limit ?',
    after,
    rowsPerStep,
  )
  for (const row of rows) {
    if (row.updated_at >= cutoffs.transactions) continue
    db.run('delete from transactions where "transaction" = ?', row.transaction)
    db.run('delete from transaction_documents where "transaction" = ?', row.transaction)
  }
  return rows.length < rowsPerStep ? null : (rows.at(-1)?.transaction ?? null)
}

const forgetFoundSales: Walk = (db, after) => {
  const [account, transaction] = after === '' ? ['', ''] : (JSON.parse(after) as [string, string])
  const next = runNow(db, forgetSales({ account, transaction }, rowsPerStep))
  return next && JSON.stringify([next.account, next.transaction])
}

const forgetSubscriptions: Walk = (db, after, cutoffs) => {
  const rows = db.all<{ code: string; updated_at: number }>(
    'select code, updated_at from subscriptions where code > ? order by code limit ?',
    after,
    rowsPerStep,
  )
  for (const { code, updated_at } of rows) {
    if (updated_at < cutoffs.transactions) db.run('delete from subscriptions where code = ?', code)
  }
  return rows.length < rowsPerStep ? null : (rows.at(-1)?.code ?? null)
}

const forgetSeen: Walk = (db, after, { now }) => forgetExpired(db, 'seen', after, now)
const forgetAnswers: Walk = (db, after, { now }) => forgetExpired(db, 'answers', after, now)

function forgetExpired(db: Database, table: 'seen' | 'answers', after: string, now: number): string | null {
  const [scope, key] = after === '' ? ['', ''] : (JSON.parse(after) as [string, string])
  const rows = db.all<{ scope: string; key: string; expires_at: number }>(
    `select scope, key, expires_at from ${table} where (scope, key) > (?, ?) order by scope, key limit ?`,
    scope,
    key,
    rowsPerStep,
  )
  for (const row of rows) {
    if (row.expires_at <= now) db.run(`delete from ${table} where scope = ? and key = ?`, row.scope, row.key)
  }
  const last = rows.at(-1)
  return last && rows.length === rowsPerStep ? JSON.stringify([last.scope, last.key]) : null
}

/** There is an index by expiry: each step deletes the first rows of it. */
const forgetTokens: Walk = (db, after, { now }) =>
  runNow(db, forgetEndedTokens(now, rowsPerStep)) < rowsPerStep ? null : after

/** Kept as long as posts. */
const forgetAccountActions: Walk = (db, after, cutoffs) => {
  const first = db.get<{ account: string }>(
    'select account from account_actions where account > ? order by account limit 1',
    after,
  )
  if (!first) return null
  const gone = db.run(
    `delete from account_actions where account = ?1
      and id in (select id from account_actions where account = ?1 and id < ?2 order by id limit ?3)`,
    first.account,
    blobOf(firstUuidAt(cutoffs.history)),
    rowsPerStep,
  )
  return gone < rowsPerStep ? first.account : after
}

/** By account, then by hour: the key starts with these columns. */
const forgetStats: Walk = (db, after, cutoffs) => {
  const first = db.get<{ account: string }>(
    'select account from stats_hourly where account > ? order by account limit 1',
    after,
  )
  if (!first) return null
  const oldest = db.get<{ hour: number }>(
    'select hour from stats_hourly where account = ? order by hour limit 1',
    first.account,
  )
  if (!oldest || oldest.hour >= cutoffs.history) return first.account
  db.run('delete from stats_hourly where account = ? and hour = ?', first.account, oldest.hour)
  return after
}

interface OldLegacyPost {
  readonly number: number
  readonly state: number
  readonly imported_at: number
  readonly last_attempt_at: number | null
  readonly sending_until: number | null
}

/** Numbers follow the order of import: the walk ends at the first younger post. */
const forgetLegacyPosts: Walk = (db, after, cutoffs) => {
  const rows = db.all<OldLegacyPost>(
    `select number, state, imported_at, last_attempt_at, sending_until from legacy_posts where number > ?
      order by number limit ?`,
    Number(after),
    rowsPerStep,
  )
  for (const { number, state, imported_at, last_attempt_at, sending_until } of rows) {
    if (imported_at >= cutoffs.history) return null
    const cutoff = state === legacyStateCode.pending ? cutoffs.force : cutoffs.history
    if (Math.max(imported_at, last_attempt_at ?? 0) >= cutoff || sending_until !== null) continue
    db.run('delete from legacy_attempts where post = ?', number)
    db.run('delete from legacy_payloads where post = ?', number)
    db.run('delete from legacy_posts where number = ?', number)
  }
  return rows.length < rowsPerStep ? null : String(rows.at(-1)?.number ?? '')
}

/** There are few rows; the events in which the fields were seen are deleted. */
const forgetUnknownFields: Walk = (db, _after, cutoffs) => {
  db.run('delete from intake_notes where last_at < ?', cutoffs.history)
  return null
}

function giveRoomBack(db: Database): boolean {
  const free = db.get<{ freelist_count: number }>('pragma freelist_count')?.freelist_count ?? 0
  const pages = db.get<{ page_count: number }>('pragma page_count')?.page_count ?? 0
  if (free < freePagesMin || free < pages * freePagesShare) return false
  db.connection.exec(`pragma incremental_vacuum(${pagesPerStep})`)
  return true
}
