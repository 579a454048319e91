import type { ReplayId } from '../../domain/ids.ts'
import type { DeliveryFilter } from '../contract/history.ts'
import type { Replay, SeriesOptions } from '../contract/work.ts'
import type { Database } from './database.ts'
import { blobOf, blobOrNull, idOf, idOrNull } from './id-blobs.ts'

interface ReplayRow {
  readonly id: Uint8Array
  readonly account: string
  readonly filter: string
  readonly mode: Replay['mode']
  readonly state: Replay['state']
  readonly total: number
  readonly done: number
  readonly skipped: number
  readonly cursor: Uint8Array | null
  readonly up_to: Uint8Array
  readonly by: string
  readonly created_at: number
  readonly ended_at: number | null
}

/** The filter with the options of the series beside it. */
type StoredFilter = DeliveryFilter & Partial<SeriesOptions>

function replayOf(row: ReplayRow): Replay {
  const { hottokAsConfigured = false, ...filter } = JSON.parse(row.filter) as StoredFilter
  return {
    id: idOf(row.id),
    accountId: row.account,
    filter,
    hottokAsConfigured,
    mode: row.mode,
    state: row.state,
    total: row.total,
    done: row.done,
    skipped: row.skipped,
    cursor: idOrNull(row.cursor),
    upTo: idOf(row.up_to),
    by: row.by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}

/** What a person has cancelled, or what has ended, stays so: a page that was under way adds its progress. */
export function saveReplay(db: Database, replay: Replay): Replay {
  const row = db.get<ReplayRow>(
    `insert into replays (id, account, filter, mode, state, total, done, skipped, cursor, up_to, by, created_at, ended_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set done = excluded.done, skipped = excluded.skipped, cursor = excluded.cursor,
        state = iif(state = 'running', excluded.state, state), ended_at = coalesce(ended_at, excluded.ended_at)
      returning *`,
    blobOf(replay.id),
    replay.accountId,
    JSON.stringify({ ...replay.filter, hottokAsConfigured: replay.hottokAsConfigured } satisfies StoredFilter),
    replay.mode,
    replay.state,
    replay.total,
    replay.done,
    replay.skipped,
    blobOrNull(replay.cursor),
    blobOf(replay.upTo),
    replay.by,
    replay.createdAt,
    replay.endedAt,
  )
  if (!row) throw new Error('A replay went away in its own unit.')
  return replayOf(row)
}

export function cancelReplay(db: Database, accountId: string, id: ReplayId, now: number): boolean {
  return (
    db.run(
      `update replays set state = 'cancelled', ended_at = ? where id = ? and account = ? and state = 'running'`,
      now,
      blobOf(id),
      accountId,
    ) > 0
  )
}

export function getReplay(db: Database, accountId: string, id: ReplayId): Replay | null {
  const row = db.get<ReplayRow>('select * from replays where id = ? and account = ?', blobOf(id), accountId)
  return row ? replayOf(row) : null
}

export function listOpenReplays(db: Database): Replay[] {
  return db
    .all<ReplayRow>(`select * from replays indexed by replays_open where state = 'running' order by id`)
    .map(replayOf)
}
