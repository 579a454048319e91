import { createHash } from 'node:crypto'
import { Refusal } from '../domain/errors.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Session } from '../domain/session.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { Store } from '../store/contract/store.ts'

const minute = 60_000
const linkLivesMs = 10 * minute
const sessionLivesMs = 12 * 60 * minute
/** Recording every use would cost a commit per request. */
const noteUseEveryMs = 5 * minute
const userAgentLengthMax = 200

/** A session with its token, which only the browser keeps. */
export interface OpenedSession {
  readonly session: Session
  readonly token: string
}

/** Logins to the console: the platform asks for a one-time link, the browser exchanges it for a session. */
export class Sessions {
  readonly #parts: { store: Store; clock: Clock; mint: Mint }

  constructor(parts: { store: Store; clock: Clock; mint: Mint }) {
    this.#parts = parts
  }

  /** @throws Refusal unknown_account */
  async makeLink(accountId: string): Promise<{ secret: string; expiresAt: number }> {
    const { store, clock } = this.#parts
    if (!(await store.getAccount(accountId))) {
      throw new Refusal('unknown_account', { errors: [{ pointer: '/accountId', detail: 'is no registered account' }] })
    }
    const now = clock.now()
    const secret = this.#mintSecret()
    const expiresAt = now + linkLivesMs
    await store.saveLink({ secretHash: hashOf(secret), accountId, expiresAt }, now)
    return { secret, expiresAt }
  }

  /** @throws Refusal link_unusable: unknown, used or expired; the refusal does not say which */
  async openByLink(secret: string, userAgent: string): Promise<OpenedSession> {
    const link = await this.#parts.store.useLink(hashOf(secret), this.#parts.clock.now())
    if (!link) throw new Refusal('link_unusable')
    return this.open(link.accountId, userAgent)
  }

  /** For a caller that is already authenticated. */
  async open(accountId: string, userAgent: string): Promise<OpenedSession> {
    const { store, clock, mint } = this.#parts
    const now = clock.now()
    const token = this.#mintSecret()
    const session: Session = {
      id: mint.id(),
      tokenHash: hashOf(token),
      accountId,
      userAgent: userAgent.slice(0, userAgentLengthMax),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + sessionLivesMs,
    }
    await store.saveSession(session)
    return { session, token }
  }

  async find(token: string): Promise<Session | null> {
    const { store, clock } = this.#parts
    const now = clock.now()
    const session = await store.findSession(hashOf(token), now)
    if (session && now - session.lastUsedAt > noteUseEveryMs) await store.saveSession({ ...session, lastUsedAt: now })
    return session
  }

  list(accountId: string): Promise<readonly Session[]> {
    return this.#parts.store.listSessions(accountId, this.#parts.clock.now())
  }

  /** @throws Refusal not_found */
  async end(accountId: string, id: Uuid) {
    if (!(await this.#parts.store.deleteSession(accountId, id))) throw new Refusal('not_found')
  }

  #mintSecret(): string {
    return Buffer.from(this.#parts.mint.randomBytes(32)).toString('base64url')
  }
}

/** The header of a session's state-changing calls: only a page that may read the server's answers can know it. */
export function csrfOf(token: string): string {
  return createHash('sha256').update(`csrf ${token}`).digest('base64url')
}

function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
