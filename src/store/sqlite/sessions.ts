import type { Uuid } from '../../domain/ids.ts'
import type { PortalLink, Session } from '../../domain/session.ts'
import type { Database } from './database.ts'
import { blobOf, idOf } from './id-blobs.ts'

const sessionColumns = `id, token_hash as "tokenHash", account as "accountId", user_agent as "userAgent", created_at as "createdAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt"`

type SessionRow = Omit<Session, 'id'> & { readonly id: Uint8Array }

/** Expired links and sessions are few: they go whenever a new one comes. */
export function saveLink(db: Database, link: PortalLink, now: number) {
  db.run('delete from portal_links where expires_at <= ?', now)
  db.run('delete from sessions where expires_at <= ?', now)
  db.run(
    'insert into portal_links (secret_hash, account, expires_at) values (?, ?, ?)',
    link.secretHash,
    link.accountId,
    link.expiresAt,
  )
}

export function useLink(db: Database, secretHash: Uint8Array, now: number): PortalLink | null {
  const row = db.get<{ account: string; expires_at: number }>(
    'delete from portal_links where secret_hash = ? returning account, expires_at',
    secretHash,
  )
  return row && row.expires_at > now ? { secretHash, accountId: row.account, expiresAt: row.expires_at } : null
}

export function saveSession(db: Database, session: Session) {
  db.run(
    `insert into sessions (id, token_hash, account, user_agent, created_at, last_used_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set last_used_at = excluded.last_used_at`,
    blobOf(session.id),
    session.tokenHash,
    session.accountId,
    session.userAgent,
    session.createdAt,
    session.lastUsedAt,
    session.expiresAt,
  )
}

export function findSession(db: Database, tokenHash: Uint8Array, now: number): Session | null {
  const row = db.get<SessionRow>(
    `select ${sessionColumns} from sessions where token_hash = ? and expires_at > ?`,
    tokenHash,
    now,
  )
  return row ? sessionOf(row) : null
}

export function listSessions(db: Database, accountId: string, now: number): Session[] {
  return db
    .all<SessionRow>(
      `select ${sessionColumns} from sessions where account = ? and expires_at > ? order by id desc limit 250`,
      accountId,
      now,
    )
    .map(sessionOf)
}

export function deleteSession(db: Database, accountId: string, id: Uuid): boolean {
  return db.run('delete from sessions where id = ? and account = ?', blobOf(id), accountId) > 0
}

function sessionOf(row: SessionRow): Session {
  return { ...row, id: idOf(row.id) }
}
