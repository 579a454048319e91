import type { Delivery } from '../../../src/domain/delivery.ts'
import type { LongestWaits } from '../../../src/store/contract/work.ts'
import type { AwkwardInstance } from './instance.ts'

export function bringNear(instance: AwkwardInstance, now: number, longest: LongestWaits, limit: number): number {
  for (const row of instance.configurations.values()) {
    const isFar = (row.statedLimit.pausedUntil ?? 0) > now + longest.pauseMs
    if (isFar) row.statedLimit = { ...row.statedLimit, pausedUntil: now }
  }
  const far = [...instance.deliveries.values()]
    .filter(({ delivery }) => (delivery.dueAt ?? 0) > now + longest.retryMs)
    .slice(0, limit)
  for (const row of far) {
    row.delivery = { ...row.delivery, dueAt: now + waitOf(row.delivery, longest.retryMs) }
    instance.changes.noteMoved(row.delivery)
  }
  return far.length
}

/** The clock that dated the retry had also dated the attempt before it. */
function waitOf({ state, dueAt, lastAttemptAt }: Delivery, longestMs: number): number {
  if (state !== 'retrying' || dueAt === null || lastAttemptAt === null) return 0
  return Math.min(Math.max(0, dueAt - lastAttemptAt), longestMs)
}
