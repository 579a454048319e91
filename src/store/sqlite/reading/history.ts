import type { Attempt, Delivery, PastAction } from '../../../domain/delivery/delivery.ts'
import type { DeliveryId, EventId } from '../../../domain/ids.ts'
import type { JsonObject } from '../../../domain/text/json.ts'
import type { DeliveryDetail, HourlyCount, TransactionDetail } from '../../contract/history.ts'
import type { Store } from '../../contract/store.ts'
import { headersFrom, timingsFrom } from '../../sql/attempt-texts.ts'
import { outcomeOf, triggerOf } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { type DeliveryRow, deliveryColumns, findBody, findDelivery, shownDeliveryOf } from '../rows/delivery-rows.ts'
import { deliveryIdRange, documentOfEvent, eventOf, eventsBackFrom, findEvent } from '../rows/events.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { documentOfTransaction, findTransaction, transactionOf } from '../rows/transactions.ts'
import { isOvertaken, revokedSince } from './overtaken.ts'

/** Reads beside the hot path: plain functions that run in a separate thread (background-worker.ts). */

export function getDelivery(db: Database, accountId: string, id: DeliveryId): DeliveryDetail | null {
  const row = findDelivery(db, blobOf(id))
  if (row?.account !== accountId) return null
  const attempts = attemptsOf(db, row.id)
  const body = findBody(db, row)
  return {
    delivery: shownDeliveryOf(db, row),
    body: body === 'damaged' ? null : body,
    attempts,
    actions: actionsOf(db, row, { attempts, isDamaged: body === 'damaged' }),
    revokedSince: revokedSince(db, row),
    overtaken: isOvertaken(db, row),
  }
}

export function getDeliveries(db: Database, accountId: string, ids: readonly DeliveryId[]): Delivery[] {
  const rows = ids.map((id) => findDelivery(db, blobOf(id)))
  return rows.filter((row) => row?.account === accountId).map((row) => shownDeliveryOf(db, row as DeliveryRow))
}

type Coded = 'trigger' | 'outcome' | 'responseTruncated' | 'counted' | 'late'
type Text = 'timings' | 'responseHeaders'
type AttemptRow = Omit<Attempt, Coded | Text> & Readonly<Record<Coded, number>> & Readonly<Record<Text, string>>

function attemptsOf(db: Database, delivery: Uint8Array): Attempt[] {
  return db
    .all<AttemptRow>(
      `select number, series, in_series as "inSeries", trigger, at, outcome, status, cause, asked_until as "askedUntil", counted,
        timings, url, response_headers as "responseHeaders", response_body as "responseBody",
        response_truncated as "responseTruncated", late_no as late from attempts where delivery_id = ? order by number, late_no`,
      delivery,
    )
    .map((row) => ({
      ...row,
      trigger: triggerOf(row.trigger),
      outcome: outcomeOf(row.outcome),
      counted: row.counted === 1,
      timings: timingsFrom(row.timings),
      responseHeaders: headersFrom(row.responseHeaders),
      responseTruncated: row.responseTruncated === 1,
      late: row.late > 0,
    }))
}

function remark(attempt: Attempt): string {
  if (attempt.late) return ', too late to count'
  return attempt.counted ? '' : ', asked to wait, not counted'
}

const bodyIsDamaged =
  'its stored body is damaged and cannot be shown or sent: the operator may be able to restore it from a backup'

/** Creation and attempts are derived from the delivery and its attempts; other actions are stored. */
function actionsOf(
  db: Database,
  row: DeliveryRow,
  { attempts, isDamaged }: { attempts: readonly Attempt[]; isDamaged: boolean },
): PastAction[] {
  const created: PastAction = {
    at: row.created_at,
    by: row.test === 1 ? row.account : 'platform',
    kind: 'created',
    detail: isDamaged ? bodyIsDamaged : null,
  }
  const attempted = attempts.map(
    (attempt): PastAction => ({
      at: attempt.at,
      by: 'postback',
      kind: 'attempted',
      detail: `attempt ${attempt.number}: ${attempt.outcome} (${attempt.status})${remark(attempt)}`,
    }),
  )
  const recorded = db.all<PastAction>(
    'select at, by, kind, detail from actions where delivery_id = ? order by number',
    row.id,
  )
  return [created, ...attempted, ...recorded.map((action) => ({ ...action }))].sort((a, b) => a.at - b.at)
}

export function getEvent(db: Database, id: EventId): Awaited<ReturnType<Store['getEvent']>> {
  const blob = blobOf(id)
  const row = findEvent(db, blob)
  if (!row) return null
  const { from, to } = deliveryIdRange(blob)
  const deliveries = db.all<DeliveryRow>(
    `select ${deliveryColumns} from deliveries d where d.id between ? and ? and d.event_id = ? order by d.id`,
    from,
    to,
    blob,
  )
  const data = JSON.parse(documentOfEvent(db, blob) ?? '{}') as JsonObject
  return { event: { ...eventOf(row), data }, deliveries: deliveries.map((delivery) => shownDeliveryOf(db, delivery)) }
}

/** A subscription can go on for years; this is more than a person reads at once. */
const eventsMax = 500

export function getTransaction(db: Database, transaction: string): TransactionDetail | null {
  const row = findTransaction(db, transaction)
  if (!row) return null
  return {
    state: transactionOf(row),
    document: documentOfTransaction(db, row),
    events: eventsBackFrom(db, row.newest_event, eventsMax),
  }
}

type StatsRow = Omit<HourlyCount, 'configurationId' | 'outcome'> & {
  readonly configuration: Uint8Array
  readonly outcome: number
}

export function readStats(db: Database, filter: { accountId: string; from: number; to: number }): HourlyCount[] {
  return db
    .all<StatsRow>(
      `select hour, configuration, event, outcome, bucket as "bucketMs", count from stats_hourly
        where account = ? and hour >= ? and hour < ? order by hour, configuration, event, outcome, bucket`,
      filter.accountId,
      filter.from,
      filter.to,
    )
    .map(({ configuration, ...row }) => ({
      ...row,
      configurationId: configuration.length === 0 ? null : idOf(configuration),
      outcome: outcomeOf(row.outcome),
    }))
}
