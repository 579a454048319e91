import type { Uuid } from '../../domain/ids.ts'
import type { PortalLink, Session } from '../../domain/session.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { all, one, run, type Unit, uuid } from './unit.ts'

const sessionColumns = `id, token_hash as "tokenHash", account as "accountId", user_agent as "userAgent", created_at as "createdAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt"`

type SessionRow = Omit<Session, 'id'> & { readonly id: StoredId }

/** Expired links and sessions are few: each new link deletes them. */
export function* saveLink(link: PortalLink, now: number): Unit<void> {
  yield* run('delete from portal_links where expires_at <= ?', now)
  yield* run('delete from sessions where expires_at <= ?', now)
  yield* run(
    'insert into portal_links (secret_hash, account, expires_at) values (?, ?, ?)',
    link.secretHash,
    link.accountId,
    link.expiresAt,
  )
}

export function* useLink(secretHash: Uint8Array, now: number): Unit<PortalLink | null> {
  const row = yield* one<{ account: string; expires_at: number }>(
    'delete from portal_links where secret_hash = ? returning account, expires_at',
    secretHash,
  )
  return row && row.expires_at > now ? { secretHash, accountId: row.account, expiresAt: row.expires_at } : null
}

export function* saveSession(session: Session): Unit<void> {
  yield* run(
    `insert into sessions (id, token_hash, account, user_agent, created_at, last_used_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set last_used_at = excluded.last_used_at`,
    uuid(session.id),
    session.tokenHash,
    session.accountId,
    session.userAgent,
    session.createdAt,
    session.lastUsedAt,
    session.expiresAt,
  )
}

export function* findSession(tokenHash: Uint8Array, now: number): Unit<Session | null> {
  const row = yield* one<SessionRow>(
    `select ${sessionColumns} from sessions where token_hash = ? and expires_at > ?`,
    tokenHash,
    now,
  )
  return row ? sessionOf(row) : null
}

export function* listSessions(accountId: string, now: number): Unit<Session[]> {
  const rows = yield* all<SessionRow>(
    `select ${sessionColumns} from sessions where account = ? and expires_at > ? order by id desc limit 250`,
    accountId,
    now,
  )
  return rows.map(sessionOf)
}

export function* deleteSession(accountId: string, id: Uuid): Unit<boolean> {
  return (yield* run('delete from sessions where id = ? and account = ?', uuid(id), accountId)) > 0
}

function sessionOf(row: SessionRow): Session {
  return { ...row, id: idFrom(row.id) }
}
