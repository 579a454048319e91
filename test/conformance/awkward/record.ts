import {
  type Delivery,
  type DeliveryStanding,
  delivered,
  failed,
  laneOf,
  retryingAt,
} from '../../../src/domain/delivery/delivery.ts'
import { refusalCounts } from '../../../src/domain/delivery/stated-limit.ts'
import type { AttemptOutcome, RecordResult } from '../../../src/store/contract/work.ts'
import { count, noteHealth } from './figures.ts'
import { shown } from './history.ts'
import type { AwkwardInstance, ConfigurationRow, DeliveryRow } from './instance.ts'
import { noteReplayResult } from './replays.ts'
import { isAtRest, noteInterruption, restOf, waitAgain } from './rest.ts'

/** Checks only whether the number is used up, not which incarnation holds the claim. */
export function record(instance: AwkwardInstance, outcomes: readonly AttemptOutcome[]): RecordResult[] {
  return outcomes.map((outcome) => {
    const row = instance.deliveries.get(outcome.delivery.id)
    if (!row) return { kind: 'late', delivery: null }
    if (outcome.attempt.url === null) return { kind: 'broken', error: new Error('The attempt has no address.') }
    if (outcome.attempt.number !== row.delivery.attemptsTotal + 1) return recordLate(instance, row, outcome)
    return recordFirst(instance, row, outcome)
  })
}

function recordFirst(instance: AwkwardInstance, row: DeliveryRow, outcome: AttemptOutcome): RecordResult {
  const { attempt } = outcome
  const { configurationId } = row.delivery
  const configuration = configurationId === null ? null : (instance.configurations.get(configurationId) ?? null)
  const counted = usesUpAttempt(row, outcome, configuration)
  const isOfSeries = attempt.series === row.delivery.series
  const rest = restAfter(row, outcome, { configuration, counted })
  row.attempts.push({ ...attempt, counted, late: false })
  if (isOfSeries) {
    const { urlFailures, uncounted, firstAttemptAt } = row.series
    row.series = {
      urlFailures: urlFailures + (outcome.blamesUrl ? 1 : 0),
      uncounted: uncounted + (counted ? 0 : 1),
      firstAttemptAt: firstAttemptAt ?? attempt.at,
    }
  }
  row.delivery = {
    ...row.delivery,
    attempts: row.delivery.attempts + (isOfSeries && counted ? 1 : 0),
    attemptsTotal: attempt.number,
    lastAttemptAt: attempt.at,
    deliveredAt: row.delivery.deliveredAt ?? (attempt.outcome === 'delivered' ? attempt.at : null),
    hottokInBody: outcome.delivery.hottokInBody,
    ...lastOf(outcome),
    ...rest,
  }
  row.interruptions = 0
  if (rest) {
    row.claimedBy = null
    noteInterruption(row, rest.state, attempt.at)
    if (isAtRest(rest)) noteReplayResult(instance, row.delivery.id, outcome.next.kind === 'delivered')
  }
  if (configuration) noteHealth(configuration, outcome)
  if (outcome.counts) count(instance, outcome)
  instance.changes.noteMoved(row.delivery)
  if (outcome.statedLimit !== null && !outcome.delivery.test) {
    instance.changes.note({ kind: 'lane', lane: laneOf(outcome.delivery), limit: outcome.statedLimit })
  }
  return {
    kind: 'recorded',
    delivery: shown(instance, row.delivery),
    counted,
    health: configuration?.health ?? null,
    allBlameUrl: isOfSeries && counted && row.series.urlFailures === row.delivery.attempts,
    firstAttemptAt: row.series.firstAttemptAt ?? attempt.at,
  }
}

/** Another outcome of that number came first. This one is kept as evidence; a 2xx still makes the delivery delivered. */
function recordLate(instance: AwkwardInstance, row: DeliveryRow, outcome: AttemptOutcome): RecordResult {
  const { attempt, next } = outcome
  row.attempts.push({ ...attempt, counted: false, late: true })
  if (next.kind !== 'delivered') return { kind: 'late', delivery: null }
  noteReplayResult(instance, row.delivery.id, true)
  if (row.delivery.state === 'delivered') return { kind: 'late', delivery: null }
  row.delivery = {
    ...row.delivery,
    deliveredAt: row.delivery.deliveredAt ?? attempt.at,
    ...lastOf(outcome),
    ...delivered,
  }
  row.claimedBy = null
  instance.changes.noteMoved(row.delivery)
  return { kind: 'late', delivery: shown(instance, row.delivery) }
}

function lastOf({ attempt }: AttemptOutcome): Pick<Delivery, 'lastStatus' | 'lastOutcome' | 'lastCause'> {
  return { lastStatus: attempt.status, lastOutcome: attempt.outcome, lastCause: attempt.cause }
}

/** false for a refusal with a stated limit, while the receiver accepts other deliveries. */
function usesUpAttempt({ series }: DeliveryRow, outcome: AttemptOutcome, configuration: ConfigurationRow | null) {
  const { at } = outcome.attempt
  if (outcome.statedLimit === null || configuration === null) return true
  const { lastTakenAt } = configuration
  return refusalCounts({ at, lastTakenAt, uncounted: series.uncounted, firstAttemptAt: series.firstAttemptAt ?? at })
}

/** The delivery's next state; null: unchanged, because its series has ended or the attempt belongs to another one. */
function restAfter(
  row: DeliveryRow,
  outcome: AttemptOutcome,
  { configuration, counted }: { configuration: ConfigurationRow | null; counted: boolean },
): DeliveryStanding | null {
  const { state, dueAt, series } = row.delivery
  const isDelivered = outcome.next.kind === 'delivered'
  const isOpen = state === 'sending' || state === 'held' || dueAt !== null
  const isOfSeries = outcome.attempt.series === series
  if (!isDelivered && (!isOpen || (!isOfSeries && state !== 'sending'))) return null
  const wish = isOfSeries || isDelivered ? wishAfter(row, outcome, counted) : waitAgain(row, outcome.attempt.at)
  return restOf(row, configuration?.configuration.status.state ?? null, wish)
}

function wishAfter(
  row: DeliveryRow,
  { next, statedLimit, attempt }: AttemptOutcome,
  counted: boolean,
): DeliveryStanding {
  if (!counted && statedLimit !== null) {
    // A first attempt keeps its place in the order, and the lane's pause delays it.
    const isFirst = row.delivery.attempts === 0
    return isFirst ? waitAgain(row, attempt.at) : retryingAt(statedLimit.pausedUntil)
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
