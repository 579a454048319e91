import { healthAfter } from '../../../src/domain/configuration.ts'
import type { AttemptOutcome } from '../../../src/store/contract/work.ts'
import { latencyBucket } from '../../../src/store/latency-buckets.ts'
import type { AwkwardInstance, ConfigurationRow, StatsRow } from './instance.ts'

const hourMs = 3_600_000

/** A refusal with a stated limit counts neither as a failure nor as a success. */
export function noteHealth(configuration: ConfigurationRow, outcome: AttemptOutcome) {
  const { attempt, counts, delivery, statedLimit } = outcome
  const isDelivered = attempt.outcome === 'delivered'
  if (isDelivered && !delivery.test) configuration.lastTakenAt = Math.max(configuration.lastTakenAt ?? 0, attempt.at)
  if (statedLimit !== null) {
    const pausedUntil = Math.max(configuration.statedLimit.pausedUntil ?? 0, statedLimit.pausedUntil)
    configuration.statedLimit = { pausedUntil, perSecond: statedLimit.perSecond }
  } else if (counts) configuration.health = healthAfter(configuration.health, attempt.at, isDelivered)
}

export function count({ stats }: AwkwardInstance, { attempt, delivery }: AttemptOutcome) {
  const key: Omit<StatsRow, 'count'> = {
    accountId: delivery.accountId,
    hour: Math.floor(attempt.at / hourMs) * hourMs,
    configurationId: delivery.configurationId,
    event: delivery.event,
    outcome: attempt.outcome,
    bucketMs: latencyBucket(attempt.timings.totalMs),
  }
  const at = stats.findIndex(({ count: _, ...row }) => JSON.stringify(row) === JSON.stringify(key))
  if (at === -1) stats.push({ ...key, count: 1 })
  else stats[at] = { ...key, count: (stats[at]?.count ?? 0) + 1 }
}
