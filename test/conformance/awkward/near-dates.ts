import { type Delivery, queuedAt, retryingAt } from '../../../src/domain/delivery/delivery.ts'
import type { LongestWaits } from '../../../src/store/contract/work.ts'
import type { AwkwardInstance } from './instance.ts'
import { setRest } from './rest.ts'

export function bringNear(instance: AwkwardInstance, now: number, longest: LongestWaits, limit: number): number {
  for (const row of instance.configurations.values()) {
    const isFar = (row.statedLimit.pausedUntil ?? 0) > now + longest.pauseMs
    if (isFar) row.statedLimit = { ...row.statedLimit, pausedUntil: now }
  }
  const far = [...instance.deliveries.values()]
    .filter(({ delivery }) => (delivery.dueAt ?? 0) > now + longest.retryMs)
    .slice(0, limit)
  for (const row of far) {
    const dueAt = now + waitOf(row.delivery, longest.retryMs)
    setRest(instance, row, row.delivery.state === 'retrying' ? retryingAt(dueAt) : queuedAt(dueAt))
  }
  return far.length
}

/** The clock that dated the retry had also dated the attempt before it. */
function waitOf({ state, dueAt, lastAttemptAt }: Delivery, longestMs: number): number {
  if (state !== 'retrying' || dueAt === null || lastAttemptAt === null) return 0
  return Math.min(Math.max(0, dueAt - lastAttemptAt), longestMs)
}
