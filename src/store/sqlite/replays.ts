import type { ReplayId } from '../../domain/ids.ts'
import type { DeliveryFilter } from '../contract/history.ts'
import type { Replay, SeriesOptions } from '../contract/work.ts'
import type { Database } from './database.ts'
import { blobOf, blobOrNull, idOf, idOrNull } from './id-blobs.ts'

const columns = `id, account as "accountId", filter, mode, state, total, done, skipped, cursor, up_to as "upTo", by,
  created_at as "createdAt", ended_at as "endedAt"`

type ReplayRow = Omit<Replay, 'id' | 'filter' | 'cursor' | 'upTo' | keyof SeriesOptions> & {
  readonly id: Uint8Array
  readonly filter: string
  readonly cursor: Uint8Array | null
  readonly upTo: Uint8Array
}

/** The filter with the options of the series beside it. */
type StoredFilter = DeliveryFilter & Partial<SeriesOptions>

function replayOf(row: ReplayRow): Replay {
  const { hottokAsConfigured = false, ...filter } = JSON.parse(row.filter) as StoredFilter
  return {
    ...row,
    id: idOf(row.id),
    filter,
    hottokAsConfigured,
    cursor: idOrNull(row.cursor),
    upTo: idOf(row.upTo),
  }
}

/** What a person has cancelled, or what has ended, stays so: a page that was under way adds its progress. */
export function saveReplay(db: Database, replay: Replay): Replay {
  const row = db.get<ReplayRow>(
    `insert into replays (id, account, filter, mode, state, total, done, skipped, cursor, up_to, by, created_at, ended_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set done = excluded.done, skipped = excluded.skipped, cursor = excluded.cursor,
        state = iif(state = 'running', excluded.state, state), ended_at = coalesce(ended_at, excluded.ended_at)
      returning ${columns}`,
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
  const row = db.get<ReplayRow>(`select ${columns} from replays where id = ? and account = ?`, blobOf(id), accountId)
  return row ? replayOf(row) : null
}

export function listOpenReplays(db: Database): Replay[] {
  return db
    .all<ReplayRow>(`select ${columns} from replays indexed by replays_open where state = 'running' order by id`)
    .map(replayOf)
}
