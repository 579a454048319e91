import type { ReplayId } from '../../domain/ids.ts'
import type { DeliveryFilter } from '../contract/history.ts'
import type { Replay, SeriesOptions } from '../contract/work.ts'
import { idFrom, idOrNullFrom, type StoredId } from './codecs.ts'
import { all, one, run, type Unit, uuid } from './unit.ts'

const columns = `id, account as "accountId", filter, mode, state, total, done, skipped, arrived, waiting, failed, cursor, up_to as "upTo", by,
  created_at as "createdAt", ended_at as "endedAt"`

type ReplayRow = Omit<Replay, 'id' | 'filter' | 'cursor' | 'upTo' | 'skipsRevoked' | keyof SeriesOptions> & {
  readonly id: StoredId
  readonly filter: string
  readonly cursor: StoredId | null
  readonly upTo: StoredId
}

/** The filter together with the options of the series. */
type StoredFilter = DeliveryFilter & Partial<SeriesOptions & Pick<Replay, 'skipsRevoked'>>

function replayOf(row: ReplayRow): Replay {
  const stored = JSON.parse(row.filter) as StoredFilter
  const { hottokAsConfigured = false, skipsRevoked = row.mode === 'latest', ...filter } = stored
  return {
    ...row,
    id: idFrom(row.id),
    filter,
    hottokAsConfigured,
    skipsRevoked,
    cursor: idOrNullFrom(row.cursor),
    upTo: idFrom(row.upTo),
  }
}

/** A cancelled or ended replay stays so: a page that was under way still adds its progress. */
export function* saveReplay(replay: Replay): Unit<Replay> {
  const row = yield* one<ReplayRow>(
    `insert into replays (id, account, filter, mode, state, total, done, skipped, arrived, waiting, failed, cursor,
      up_to, by, created_at, ended_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set done = excluded.done, skipped = excluded.skipped, cursor = excluded.cursor,
        state = case replays.state when 'running' then excluded.state else replays.state end,
        ended_at = coalesce(replays.ended_at, excluded.ended_at)
      returning ${columns}`,
    uuid(replay.id),
    replay.accountId,
    JSON.stringify({
      ...replay.filter,
      hottokAsConfigured: replay.hottokAsConfigured,
      skipsRevoked: replay.skipsRevoked,
    } satisfies StoredFilter),
    replay.mode,
    replay.state,
    replay.total,
    replay.done,
    replay.skipped,
    replay.arrived,
    replay.waiting,
    replay.failed,
    uuid(replay.cursor),
    uuid(replay.upTo),
    replay.by,
    replay.createdAt,
    replay.endedAt,
  )
  if (!row) throw new Error('A replay disappeared within its own unit.')
  return replayOf(row)
}

export function* cancelReplay(accountId: string, id: ReplayId, now: number): Unit<boolean> {
  const cancelled = yield* run(
    `update replays set state = 'cancelled', ended_at = ? where id = ? and account = ? and state = 'running'`,
    now,
    uuid(id),
    accountId,
  )
  return cancelled > 0
}

export function* getReplay(accountId: string, id: ReplayId): Unit<Replay | null> {
  const row = yield* one<ReplayRow>(`select ${columns} from replays where id = ? and account = ?`, uuid(id), accountId)
  return row ? replayOf(row) : null
}

export function* listOpenReplays(): Unit<Replay[]> {
  const rows = yield* all<ReplayRow>(`select ${columns} from replays where state = 'running' order by id`)
  return rows.map(replayOf)
}
