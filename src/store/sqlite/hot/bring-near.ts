import type { LongestWaits } from '../../contract/work.ts'
import { stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import type { DeliveryRow } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { lanesWithWork } from './due-queries.ts'

/** By the index of due deliveries, lane by lane: a lane without a far delivery costs one look-up. */
const farQueries = {
  ofLane: `select id, state, due, last_attempt_at from deliveries indexed by deliveries_due
    where test = 0 and account = ? and configuration = ? and due > ? limit ?`,
  ofTests: `select id, state, due, last_attempt_at from deliveries indexed by deliveries_tests_due
    where test = 1 and account = ? and due > ? limit ?`,
} as const

type FarRow = Pick<DeliveryRow, 'id' | 'state' | 'last_attempt_at'> & { readonly due: number }

export function bringNear(db: Database, now: number, longest: LongestWaits, limit: number): number {
  const pauses = db.run('update configurations set paused_until = ? where paused_until > ?', now, now + longest.pauseMs)
  let moved = 0
  for (const { lane } of lanesWithWork(db)) {
    const { accountId, configurationId } = lane
    const bounds = [now + longest.retryMs, limit - moved] as const
    const rows =
      configurationId === null
        ? db.all<FarRow>(farQueries.ofTests, accountId, ...bounds)
        : db.all<FarRow>(farQueries.ofLane, accountId, blobOf(configurationId), ...bounds)
    for (const row of rows)
      db.run('update deliveries set due = ? where id = ?', now + waitOf(row, longest.retryMs), row.id)
    moved += rows.length
    if (moved >= limit) break
  }
  if (pauses + moved > 0) db.lanes.forget()
  return moved
}

/** The clock that dated the retry also dated the previous attempt, so their difference is right. */
function waitOf({ state, due, last_attempt_at }: FarRow, longestMs: number): number {
  if (state !== stateCode.retrying || last_attempt_at === null) return 0
  return Math.min(Math.max(0, due - last_attempt_at), longestMs)
}
