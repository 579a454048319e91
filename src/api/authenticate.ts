import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accessTokenPrefix, type Scope } from '../domain/credential.ts'
import { Refusal } from '../domain/errors.ts'
import type { CredentialId } from '../domain/ids.ts'
import { comparedInConstantTime } from '../domain/secrets/signature.ts'
import type { Session } from '../domain/session.ts'
import type { Credentials } from '../services/credentials.ts'
import type { Sessions } from '../services/sessions.ts'
import type { TokenBearer } from '../store/contract/access.ts'
import type { Store } from '../store/contract/store.ts'
import { type Access, type AccessRow, accessTable, type CallerKind, rowOf } from './access.ts'
import type { KeyKind } from './http/refused-keys.ts'
import { refuseCrossSite, sessionTokenOf } from './http/session-cookie.ts'

/** The caller, once it has proved who it is. All but the platform are bound to one account. */
export type Principal =
  | { readonly kind: 'platform'; readonly accountId: string | null }
  | { readonly kind: 'session'; readonly accountId: string; readonly session: Session; readonly token: string }
  | { readonly kind: 'credential'; readonly accountId: string; readonly bearer: TokenBearer }

/** What a request shows of its caller. */
interface Caller {
  readonly kind: CallerKind
  readonly principal: Principal | null
  /** For the log, if the caller is refused. */
  readonly triedKey?: KeyKind
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** The scope with which an access token may call the route. Without one, no token may. */
    scope?: Scope
  }
  interface FastifyRequest {
    /** null: the caller is anonymous, on public routes. */
    principal: Principal | null
  }
  interface FastifyInstance {
    /** For answers that do not end by themselves: whether the caller would still be let in. */
    isStillIn(request: FastifyRequest): Promise<boolean>
  }
}

const accountHeader = 'postback-account'

export interface AuthenticateParts {
  readonly platformKey: string
  readonly publicUrl: string | null
  readonly store: Store
  readonly sessions: Sessions
  readonly credentials: Credentials
}

/** Finds the caller of each request and does what the access table says. */
export function authenticate(server: FastifyInstance, parts: AuthenticateParts) {
  const isPlatformKey = comparedInConstantTime(parts.platformKey)
  server.decorateRequest('principal', null)
  server.decorate('isStillIn', async (request: FastifyRequest) => {
    return request.principal?.kind === 'platform' || (await admit(request, 'public', null)) !== null
  })
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1') && !route.config?.access) {
      throw new Error(`${route.method} ${route.url} does not say who may call it.`)
    }
  })
  // With a callback rather than async: the platform's own calls wait for no promise.
  server.addHook('onRequest', (request, _reply, done) => {
    const row = rowOf(request.routeOptions.config.access ?? 'public', request.method)
    const platform = findPlatform(request)
    if (platform !== null && accessTable[row][platform.kind] === 'in') {
      request.principal = platform.principal
      return done()
    }
    // This row ignores logins, so the store is not asked for them.
    if (accessTable[row].token === 'anonymous') return done()
    admit(request, row, platform).then((principal) => {
      request.principal = principal
      done()
    }, done)
  })

  /** @throws Refusal */
  async function admit(request: FastifyRequest, row: AccessRow, platform: Caller | null): Promise<Principal | null> {
    const { kind, principal, triedKey } = platform ?? (await findCaller(request))
    const answer = accessTable[row][kind]
    switch (answer) {
      case 'anonymous':
        return null
      case 'in':
        return principal
      case 'in-if-same-site':
        refuseCrossSite(request, parts.publicUrl, sessionTokenOf(request, parts.publicUrl))
        return principal
      case 'in-if-in-scope':
        refuseOutOfScope(scopesOf(principal), request.routeOptions.config.scope)
        return principal
      case 'in-if-it-exists':
        await refuseUnknownAccount(principal?.accountId ?? '')
        return principal
      case 'in-if-reader':
        return scopesOf(principal).includes('read') ? principal : null
      default:
        if (triedKey) server.noteRefusedKey(request, triedKey)
        throw new Refusal(answer, kind === 'ended-session' ? { detail: 'The session has ended.' } : {})
    }
  }

  function findPlatform(request: FastifyRequest): Caller | null {
    const key = bearerOf(request)
    if (key === null || !isPlatformKey(key)) return null
    const account = request.headers[accountHeader]
    const accountId = typeof account === 'string' && account !== '' ? account : null
    return { kind: accountId === null ? 'platform' : 'platform-for-one', principal: { kind: 'platform', accountId } }
  }

  /** Every caller but the platform. */
  async function findCaller(request: FastifyRequest): Promise<Caller> {
    const key = bearerOf(request)
    // A key that came counts, so a cookie beside it is not read.
    if (key !== null) {
      const bearer = await parts.credentials.findToken(key)
      if (bearer) return { kind: 'token', principal: { kind: 'credential', accountId: bearer.token.accountId, bearer } }
      const triedKey = key.startsWith(accessTokenPrefix) ? 'access-token' : 'platform-key'
      return { kind: 'unknown-key', principal: null, triedKey }
    }
    const token = sessionTokenOf(request, parts.publicUrl)
    if (token !== null) {
      const session = await parts.sessions.find(token)
      if (!session) return { kind: 'ended-session', principal: null }
      return { kind: 'session', principal: { kind: 'session', accountId: session.accountId, session, token } }
    }
    if (request.headers.authorization === undefined) return { kind: 'nothing', principal: null }
    return { kind: 'unreadable', principal: null, triedKey: 'unreadable-authorization' }
  }

  async function refuseUnknownAccount(id: string) {
    if (await parts.store.getAccount(id)) return
    const detail = `There is no account ${id.slice(0, 64)}; the Postback-Account header names it.`
    throw new Refusal('not_found', { detail })
  }
}

function refuseOutOfScope(scopes: readonly Scope[], needed: Scope | undefined) {
  if (needed === undefined) throw new Refusal('token_forbidden')
  if (!scopes.includes(needed)) throw new Refusal('insufficient_scope', { detail: `The scope ${needed} is needed.` })
}

function scopesOf(principal: Principal | null): readonly Scope[] {
  return principal?.kind === 'credential' ? principal.bearer.token.scopes : []
}

/** The account that the request is for, on routes that are for one account. */
export function accountOf(request: FastifyRequest): string {
  const accountId = request.principal?.accountId
  if (!accountId) throw new Refusal('account_required')
  return accountId
}

/** The only account whose data the caller may see; null: the platform, which may see all. */
export function scopeOf(request: FastifyRequest): string | null {
  return request.principal?.accountId ?? null
}

/** The credential of the caller; null: the caller has none. */
export function credentialOf({ principal }: FastifyRequest): CredentialId | null {
  return principal?.kind === 'credential' ? principal.bearer.token.credentialId : null
}

/** The caller as past actions name it: `platform`, `console`, or `credential: ` and its name. */
export function actorOf({ principal }: FastifyRequest): string {
  switch (principal?.kind) {
    case 'platform':
      return 'platform'
    case 'session':
      return 'console'
    case 'credential':
      return `credential: ${principal.bearer.credential.name}`
    case undefined:
      return 'anybody'
  }
}

function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null
}
