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
import { refuseCrossSite, sessionTokenOf } from './http/session-cookie.ts'

/**
 * Who may call a route is declared on the route:
 * `public`: anybody. `platform`: the platform key. `account`: whoever speaks for one account; the platform does by naming it in
 * the Postback-Account header. `platform-for-account`: the platform alone, for the account that it names. `platform-or-account`:
 * the platform for everything, an account for what is its own. `session`: a person at the console, and nobody else. `client`:
 * whoever proves to be a credential, to the route itself.
 */
export type Access =
  | 'public'
  | 'platform'
  | 'account'
  | 'platform-for-account'
  | 'platform-or-account'
  | 'session'
  | 'client'

/** Whether a request is refused without a key or a session, before any of its body is read. */
export function needsKey(access: Access = 'public'): boolean {
  return access !== 'public' && access !== 'client'
}

/** Who calls. All but the platform are bound to one account. */
export type Principal =
  | { readonly kind: 'platform'; readonly accountId: string | null }
  | { readonly kind: 'session'; readonly accountId: string; readonly session: Session; readonly token: string }
  | { readonly kind: 'credential'; readonly accountId: string; readonly bearer: TokenBearer }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** The scope with which an access token may call the route; where nothing is said none may. */
    scope?: Scope
  }
  interface FastifyRequest {
    /** null: nobody in particular, on public routes. */
    principal: Principal | null
  }
  interface FastifyInstance {
    /** For answers that go on and on: whether whoever asked for one would still be let in. */
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

export function authenticate(server: FastifyInstance, parts: AuthenticateParts) {
  const isPlatformKey = comparedInConstantTime(parts.platformKey)
  const accountExists = async (id: string) => (await parts.store.getAccount(id)) !== null
  server.decorateRequest('principal', null)
  server.decorate('isStillIn', async (request: FastifyRequest) => {
    if (request.principal?.kind === 'platform') return true
    return (await findPrincipal(bearerOf(request), sessionTokenOf(request, parts.publicUrl))) !== null
  })
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1') && !route.config?.access) {
      throw new Error(`${route.method} ${route.url} does not say who may call it.`)
    }
  })
  // With a callback rather than async: the platform's own calls need not wait for anything.
  server.addHook('onRequest', (request, _reply, done) => {
    const { access = 'public' } = request.routeOptions.config
    const key = bearerOf(request)
    if (access === 'client') return done()
    if (key !== null && isPlatformKey(key)) {
      request.principal = platformOf(request)
      return access === 'public' ? done() : checkPlatform(request, access, done)
    }
    // A key that came is what counts, and a cookie beside it is not asked.
    const token = key === null ? sessionTokenOf(request, parts.publicUrl) : null
    if (access === 'public') {
      // Whoever reads may be somebody; whoever writes here has yet to come in.
      if (request.method !== 'GET') return done()
      findPrincipal(key, token).then((principal) => {
        request.principal = principal
        done()
      }, done)
      return
    }
    if (key !== null) checkToken(request, access, key).then(() => done(), done)
    else if (token !== null) checkSession(request, access, token).then(() => done(), done)
    else {
      if (request.headers.authorization !== undefined) server.noteRefusedKey(request, 'unreadable-authorization')
      done(new Refusal('unauthenticated'))
    }
  })

  function checkPlatform(request: FastifyRequest, access: Access, done: (error?: Error) => void) {
    if (access === 'session') return done(new Refusal('console_only'))
    const accountId = request.principal?.accountId ?? null
    const forOne = access === 'account' || access === 'platform-for-account'
    if (forOne && accountId === null) return done(new Refusal('account_required'))
    if (access === 'platform' || accountId === null) return done()
    accountExists(accountId).then((exists) => {
      const detail = `There is no account ${accountId.slice(0, 64)}; the Postback-Account header names it.`
      done(exists ? undefined : new Refusal('not_found', { detail }))
    }, done)
  }

  async function checkSession(request: FastifyRequest, access: Access, token: string) {
    const principal = await findPrincipal(null, token)
    if (principal === null) throw new Refusal('unauthenticated', { detail: 'The session has ended.' })
    if (isForPlatform(access)) throw new Refusal('forbidden')
    refuseCrossSite(request, parts.publicUrl, token)
    request.principal = principal
  }

  async function checkToken(request: FastifyRequest, access: Access, key: string) {
    const bearer = await parts.credentials.findToken(key)
    if (bearer === null) {
      server.noteRefusedKey(request, key.startsWith(accessTokenPrefix) ? 'access-token' : 'platform-key')
      throw new Refusal('invalid_token')
    }
    const { scope } = request.routeOptions.config
    if (isForPlatform(access)) throw new Refusal('forbidden')
    if (scope === undefined) throw new Refusal('token_forbidden')
    if (!bearer.token.scopes.includes(scope)) {
      throw new Refusal('insufficient_scope', { detail: `The scope ${scope} is needed.` })
    }
    request.principal = principalOf(bearer)
  }

  async function findPrincipal(key: string | null, token: string | null): Promise<Principal | null> {
    if (key !== null) {
      const bearer = await parts.credentials.findToken(key)
      return bearer?.token.scopes.includes('read') ? principalOf(bearer) : null
    }
    const session = token === null ? null : await parts.sessions.find(token)
    return session && token !== null ? { kind: 'session', accountId: session.accountId, session, token } : null
  }
}

function isForPlatform(access: Access): boolean {
  return access === 'platform' || access === 'platform-for-account'
}

function principalOf(bearer: TokenBearer): Principal {
  return { kind: 'credential', accountId: bearer.token.accountId, bearer }
}

/** The account that the request is for, on routes that are for one. */
export function accountOf(request: FastifyRequest): string {
  const accountId = request.principal?.accountId
  if (!accountId) throw new Refusal('account_required')
  return accountId
}

/** The account that the request is confined to; null: the platform, for all of them. */
export function scopeOf(request: FastifyRequest): string | null {
  return request.principal?.accountId ?? null
}

/** The credential that the caller came in with; null: it came by another way. */
export function credentialOf({ principal }: FastifyRequest): CredentialId | null {
  return principal?.kind === 'credential' ? principal.bearer.token.credentialId : null
}

/** Who acts, as past actions name it: `platform`, `console`, or `credential: ` and its name. */
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

function platformOf({ headers }: FastifyRequest): Principal {
  const account = headers[accountHeader]
  return { kind: 'platform', accountId: typeof account === 'string' && account !== '' ? account : null }
}
