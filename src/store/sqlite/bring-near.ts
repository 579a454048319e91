import type { BroughtNear, LaneDue, LongestWaits } from '../contract/work.ts'
import { listLanes } from './claims.ts'
import { stateCode } from './codes.ts'
import type { Database } from './database.ts'
import type { DeliveryRow } from './delivery-rows.ts'
import { blobOf } from './id-blobs.ts'

/** The index of what is due leads to it, lane by lane: where nothing lies too far away, each lane costs one look. */
const farQueries = {
  ofLane: `select id, state, due, last_attempt_at from deliveries indexed by deliveries_due
    where test = 0 and account = ? and configuration = ? and due > ? limit ?`,
  ofTests: `select id, state, due, last_attempt_at from deliveries indexed by deliveries_tests_due
    where test = 1 and account = ? and due > ? limit ?`,
} as const

type FarRow = Pick<DeliveryRow, 'id' | 'state' | 'last_attempt_at'> & { readonly due: number }

export function bringNear(db: Database, now: number, longest: LongestWaits, limit: number): BroughtNear {
  db.run('update configurations set paused_until = ? where paused_until > ?', now, now + longest.pauseMs)
  const lanes: LaneDue[] = []
  let moved = 0
  for (const { lane } of listLanes(db)) {
    const { accountId, configurationId } = lane
    const bounds = [now + longest.retryMs, limit - moved] as const
    const rows =
      configurationId === null
        ? db.all<FarRow>(farQueries.ofTests, accountId, ...bounds)
        : db.all<FarRow>(farQueries.ofLane, accountId, blobOf(configurationId), ...bounds)
    if (rows.length === 0) continue
    const dues = rows.map((row) => now + waitOf(row, longest.retryMs))
    for (const [i, { id }] of rows.entries()) db.run('update deliveries set due = ? where id = ?', dues[i] ?? now, id)
    lanes.push({ lane, dueAt: Math.min(...dues) })
    moved += rows.length
    if (moved >= limit) break
  }
  return { moved, lanes }
}

/** The clock that dated the retry had also dated the attempt before it. */
function waitOf({ state, due, last_attempt_at }: FarRow, longestMs: number): number {
  if (state !== stateCode.retrying || last_attempt_at === null) return 0
  return Math.min(Math.max(0, due - last_attempt_at), longestMs)
}
