import { type Health, healthAfter } from '../../../domain/configuration.ts'
import {
  type Delivery,
  type DeliveryStanding,
  delivered,
  failed,
  laneOf,
  retryingAt,
} from '../../../domain/delivery/delivery.ts'
import { refusalCounts } from '../../../domain/delivery/stated-limit.ts'
import type { AttemptOutcome, RecordResult } from '../../contract/work.ts'
import { latencyBucket } from '../../latency-buckets.ts'
import { headersText, timingsText } from '../../sql/attempt-texts.ts'
import { flag, outcomeCode, stateCode, stateOf, triggerCode } from '../../sql/codes.ts'
import { healthColumns, statedLimitColumns } from '../../sql/configuration-rows.ts'
import type { Database, Value } from '../database.ts'
import { requireDelivery, shownStanding, standingOf } from '../rows/delivery-rows.ts'
import { blobOf, blobOrNull } from '../rows/id-blobs.ts'
import { noteInterruption } from './give-back.ts'
import { noteLetOut } from './held.ts'
import { noteReplayResult } from './replayed.ts'
import { unitOfItems } from './unit-of-items.ts'
import { columnsOf, standingAfter, waitAgain } from './waiting.ts'

/**
 * Records how attempts ended, in one commit: the attempt, the next state of its delivery, the health of its configuration and the
 * figures of its account. Health and figures are written once per batch, for all its outcomes.
 */
export function record(db: Database, outcomes: readonly AttemptOutcome[]): RecordResult[] {
  let configurations = new Map<string, ConfigurationNow>()
  let counts = new Map<string, HourlyCount>()
  return unitOfItems<AttemptOutcome, RecordResult>(db, outcomes, {
    begin() {
      configurations = new Map()
      counts = new Map()
    },
    once(outcome) {
      const id = blobOf(outcome.delivery.id)
      const row = db.get<CurrentRow>(currentQuery, id)
      if (!row) return { kind: 'late', delivery: null }
      if (outcome.attempt.number !== row.attempts_total + 1) return recordLate(db, id, row, outcome)
      const configuration = configurationNow(db, configurations, outcome)
      const counted = usesUpAttempt(row, outcome, configuration)
      insertAttempt(db, id, outcome, { lateNo: 0, counted })
      const recorded = move(db, id, row, outcome, { configuration, counted })
      if (outcome.counts) count(counts, outcome)
      if (outcome.statedLimit !== null && !outcome.delivery.test) {
        db.changes.note({ kind: 'lane', lane: laneOf(outcome.delivery), limit: outcome.statedLimit })
      }
      return recorded
    },
    end() {
      for (const configuration of configurations.values())
        if (configuration.changed) saveConfigurationNow(db, configuration)
      for (const hourly of counts.values()) addCount(db, hourly)
    },
    broken: (error) => ({ kind: 'broken', error }),
  })
}

/** Columns that may have changed since the delivery was claimed. */
interface CurrentRow {
  readonly configuration: Uint8Array | null
  readonly state: number
  readonly due: number | null
  readonly series: number
  readonly attempts: number
  readonly attempts_total: number
  readonly url_failures: number
  readonly first_attempt_at: number | null
  readonly uncounted: number
  readonly delivered_at: number | null
  readonly cancel_reason: number | null
  readonly test: number
  readonly trigger: number
  readonly created_at: number
}

const currentQuery = `select configuration, state, due, series, attempts, attempts_total, url_failures, first_attempt_at, uncounted,
  delivered_at, cancel_reason, test, trigger, created_at from deliveries where id = ?`

/** false for a refusal with a stated limit, while the receiver accepts other deliveries. */
function usesUpAttempt(row: CurrentRow, outcome: AttemptOutcome, configuration: ConfigurationNow | null): boolean {
  const { at } = outcome.attempt
  return (
    outcome.statedLimit === null ||
    configuration === null ||
    refusalCounts({
      at,
      lastTakenAt: configuration.lastTakenAt,
      uncounted: row.uncounted,
      firstAttemptAt: row.first_attempt_at ?? at,
    })
  )
}

function move(
  db: Database,
  id: Uint8Array,
  row: CurrentRow,
  outcome: AttemptOutcome,
  { configuration, counted }: { configuration: ConfigurationNow | null; counted: boolean },
): RecordResult {
  const { attempt, delivery } = outcome
  // If the delivery was given back and processed again, this attempt belongs to an earlier series.
  const isOfSeries = attempt.series === row.series
  const rest = restAfter(row, outcome, { configuration, counted })
  const attempts = row.attempts + (isOfSeries && counted ? 1 : 0)
  const urlFailures = row.url_failures + (isOfSeries && outcome.blamesUrl ? 1 : 0)
  const firstAttemptAt = row.first_attempt_at ?? attempt.at
  const deliveredAt = row.delivered_at ?? (attempt.outcome === 'delivered' ? attempt.at : null)
  db.run(
    `update deliveries set state = ?, due = ?, attempts = ?, attempts_total = ?, url_failures = ?, first_attempt_at = ?,
      uncounted = ?, last_status = ?, last_outcome = ?, last_cause = ?, last_attempt_at = ?, delivered_at = ?,
      cancel_reason = ?, crashes = 0, flags = (flags & ~${flag.hottokInBody}) | ? where id = ?`,
    rest.state,
    rest.due,
    attempts,
    attempt.number,
    urlFailures,
    isOfSeries ? firstAttemptAt : row.first_attempt_at,
    row.uncounted + (isOfSeries && !counted ? 1 : 0),
    attempt.status,
    outcomeCode[attempt.outcome],
    attempt.cause,
    attempt.at,
    deliveredAt,
    rest.cancel_reason,
    // As sent with this attempt, since this is shown as the body sent.
    delivery.hottokInBody ? flag.hottokInBody : 0,
    id,
  )
  db.changes.noteDelivery(delivery.accountId, id)
  if (rest.due !== null) db.lanes.note(laneOf(delivery), rest.due)
  if (rest !== row) {
    if (row.state === stateCode.held) noteLetOut(db, row.configuration)
    noteInterruption(db, { id, configuration: row.configuration }, stateOf(rest.state), attempt.at)
    const isAtRest = rest.due === null && rest.state !== stateCode.held
    if (isAtRest && row.series > 1) noteReplayResult(db, id, outcome.next.kind === 'delivered')
  }
  if (configuration) note(configuration, outcome)
  const moved: Delivery = {
    ...delivery,
    attempts,
    attemptsTotal: attempt.number,
    lastStatus: attempt.status,
    lastOutcome: attempt.outcome,
    lastCause: attempt.cause,
    lastAttemptAt: attempt.at,
    deliveredAt,
    ...shownStanding(standingOf(rest), delivery.test ? null : (configuration?.pausedUntil ?? null)),
  }
  return {
    kind: 'recorded',
    delivery: isOfSeries ? moved : requireDelivery(db, id),
    counted,
    health: configuration?.health ?? null,
    allBlameUrl: isOfSeries && counted && urlFailures === attempts,
    firstAttemptAt,
  }
}

type RestColumns = Pick<CurrentRow, 'state' | 'due' | 'cancel_reason'>

/** The delivery's next state. Any 2xx delivers it; a failure changes it only if the attempt's series is current and open. */
function restAfter(
  row: CurrentRow,
  outcome: AttemptOutcome,
  { configuration, counted }: { configuration: ConfigurationNow | null; counted: boolean },
): RestColumns {
  const isOpen = row.state === stateCode.sending || row.state === stateCode.held || row.due !== null
  const isOfSeries = outcome.attempt.series === row.series
  if (outcome.next.kind !== 'delivered' && (!isOpen || (!isOfSeries && row.state !== stateCode.sending))) return row
  // A claim of the newer series has a number that is used up now: the delivery waits again, for the next number.
  const wish =
    isOfSeries || outcome.next.kind === 'delivered'
      ? wishAfter(row, outcome, counted)
      : waitAgain(row, outcome.attempt.at)
  return columnsOf(standingAfter(row, configuration?.state ?? null, wish))
}

function wishAfter(
  row: CurrentRow,
  { next, statedLimit, attempt }: AttemptOutcome,
  counted: boolean,
): DeliveryStanding {
  if (!counted && statedLimit !== null) {
    // A first attempt keeps its place in the order, and the lane's pause delays it.
    return row.attempts === 0 ? waitAgain(row, attempt.at) : retryingAt(statedLimit.pausedUntil)
  }
  switch (next.kind) {
    case 'delivered':
      return delivered
    case 'retry':
      return retryingAt(next.dueAt)
    case 'used-up':
      return failed
  }
}

function insertAttempt(
  db: Database,
  delivery: Uint8Array,
  { attempt }: AttemptOutcome,
  { lateNo, counted }: { lateNo: number; counted: boolean },
) {
  db.run(
    `insert into attempts (delivery_id, number, late_no, series, in_series, trigger, at, outcome, status, cause, timings, url,
      response_headers, response_body, response_truncated, asked_until, counted)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    delivery,
    attempt.number,
    lateNo,
    attempt.series,
    attempt.inSeries,
    triggerCode[attempt.trigger],
    attempt.at,
    outcomeCode[attempt.outcome],
    attempt.status,
    attempt.cause,
    timingsText(attempt.timings),
    attempt.url,
    headersText(attempt.responseHeaders),
    attempt.responseBody,
    attempt.responseTruncated ? 1 : 0,
    attempt.askedUntil,
    counted ? 1 : 0,
  )
}

/** Another outcome of that number came first. This one is kept as evidence; a 2xx still makes the delivery delivered. */
function recordLate(db: Database, id: Uint8Array, row: CurrentRow, outcome: AttemptOutcome): RecordResult {
  const { attempt, next } = outcome
  const last = db.get<{ late_no: number | null }>(
    'select max(late_no) as late_no from attempts where delivery_id = ? and number = ?',
    id,
    attempt.number,
  )
  insertAttempt(db, id, outcome, { lateNo: (last?.late_no ?? 0) + 1, counted: false })
  if (next.kind !== 'delivered') return { kind: 'late', delivery: null }
  if (row.series > 1) noteReplayResult(db, id, true)
  if (row.state === stateCode.delivered) return { kind: 'late', delivery: null }
  db.run(
    `update deliveries set state = ${stateCode.delivered}, due = null, cancel_reason = null, last_status = ?, last_outcome = ?,
      last_cause = ?, delivered_at = coalesce(delivered_at, ?) where id = ?`,
    attempt.status,
    outcomeCode[attempt.outcome],
    attempt.cause,
    attempt.at,
    id,
  )
  db.changes.noteDelivery(outcome.delivery.accountId, id)
  if (row.state === stateCode.held) noteLetOut(db, row.configuration)
  return { kind: 'late', delivery: requireDelivery(db, id) }
}

// -- health ------------------------------------------------------------------------------------------------------------------

interface ConfigurationNow {
  readonly id: Uint8Array
  readonly state: number
  health: Health
  lastTakenAt: number | null
  pausedUntil: number | null
  perSecond: number | null
  changed: boolean
}

type NowRow = Health & Pick<ConfigurationNow, 'state' | 'lastTakenAt' | 'pausedUntil' | 'perSecond'>

function configurationNow(
  db: Database,
  known: Map<string, ConfigurationNow>,
  { delivery }: AttemptOutcome,
): ConfigurationNow | null {
  if (delivery.configurationId === null) return null
  const found = known.get(delivery.configurationId)
  if (found) return found
  const id = blobOf(delivery.configurationId)
  const row = db.get<NowRow>(
    `select state, ${healthColumns}, last_taken_at as "lastTakenAt", ${statedLimitColumns} from configurations where id = ?`,
    id,
  )
  if (!row) return null
  const { state, lastTakenAt, pausedUntil, perSecond, ...health } = row
  const now: ConfigurationNow = { id, state, health, lastTakenAt, pausedUntil, perSecond, changed: false }
  known.set(delivery.configurationId, now)
  return now
}

/** Updates the health of the configuration. A refusal with a stated limit counts neither as a failure nor as a success. */
function note(configuration: ConfigurationNow, { attempt, counts, delivery, statedLimit }: AttemptOutcome) {
  const delivered = attempt.outcome === 'delivered'
  if (delivered && !delivery.test) {
    configuration.lastTakenAt = Math.max(configuration.lastTakenAt ?? 0, attempt.at)
    configuration.changed = true
  }
  if (statedLimit !== null) {
    configuration.pausedUntil = Math.max(configuration.pausedUntil ?? 0, statedLimit.pausedUntil)
    configuration.perSecond = statedLimit.perSecond
    configuration.changed = true
  } else if (counts) {
    configuration.health = healthAfter(configuration.health, attempt.at, delivered)
    configuration.changed = true
  }
}

function saveConfigurationNow(db: Database, configuration: ConfigurationNow) {
  const { health, id } = configuration
  db.run(
    `update configurations set last_success_at = ?, failing_since = ?, failures = ?, last_taken_at = ?, paused_until = ?,
      paced_per_second = ? where id = ?`,
    health.lastSuccessAt,
    health.failingSince,
    health.failures,
    configuration.lastTakenAt,
    configuration.pausedUntil,
    configuration.perSecond,
    id,
  )
}

// -- figures -----------------------------------------------------------------------------------------------------------------

const hourMs = 3_600_000
const noConfiguration = new Uint8Array()

interface HourlyCount {
  /** The columns of its key. */
  readonly of: readonly Value[]
  count: number
}

function count(counts: Map<string, HourlyCount>, { attempt, delivery }: AttemptOutcome) {
  const { accountId, configurationId, event } = delivery
  const hour = Math.floor(attempt.at / hourMs) * hourMs
  const outcome = outcomeCode[attempt.outcome]
  const bucket = latencyBucket(attempt.timings.totalMs)
  const key = `${hour} ${outcome} ${bucket} ${event} ${configurationId} ${accountId}`
  const known = counts.get(key)
  if (known) known.count++
  else {
    const configuration = blobOrNull(configurationId) ?? noConfiguration
    counts.set(key, { of: [accountId, hour, configuration, event, outcome, bucket], count: 1 })
  }
}

function addCount(db: Database, { of, count }: HourlyCount) {
  db.run(
    `insert into stats_hourly (account, hour, configuration, event, outcome, bucket, count) values (?, ?, ?, ?, ?, ?, ?)
      on conflict do update set count = count + excluded.count`,
    ...of,
    count,
  )
}
