import { longestWaitOf, type RetrySchedule, retryAfterMaxMs } from '../domain/retry-schedule.ts'
import type { Store } from '../store/contract/store.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatch/dispatcher.ts'

/** Rows for each step: a few milliseconds. */
const stepRows = 200

export interface NearDatesParts {
  readonly store: Pick<Store, 'bringNear'>
  readonly clock: Clock
  readonly dispatcher: Pick<Dispatcher, 'noteDue'>
  readonly schedule: RetrySchedule
}

/**
 * A process whose clock ran ahead leaves dates behind that lie days away, and deliveries would wait for them: see
 * `Store.bringNear`. At start and every hour, since a store may also be put in the place of another.
 */
export async function bringDatesNear({ store, clock, dispatcher, schedule }: NearDatesParts) {
  const longest = { retryMs: longestWaitOf(schedule), pauseMs: retryAfterMaxMs }
  for (;;) {
    const { moved, lanes } = await store.bringNear(clock.now(), longest, stepRows)
    for (const { lane, dueAt } of lanes) dispatcher.noteDue(lane, dueAt)
    if (moved < stepRows) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}
