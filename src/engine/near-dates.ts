import { longestWaitOf, type RetrySchedule, retryAfterMaxMs } from '../domain/delivery/retry-schedule.ts'
import type { Store } from '../store/contract/store.ts'
import type { Clock } from './clock.ts'

/** Rows for each step: a few milliseconds. */
const stepRows = 200

/**
 * A process whose clock ran ahead leaves dates behind that lie days away, and deliveries would wait for them: see
 * `Store.bringNear`. At start and every hour, since a store may also be put in the place of another.
 */
export async function bringDatesNear(store: Pick<Store, 'bringNear'>, clock: Clock, schedule: RetrySchedule) {
  const longest = { retryMs: longestWaitOf(schedule), pauseMs: retryAfterMaxMs }
  while ((await store.bringNear(clock.now(), longest, stepRows)) === stepRows) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
