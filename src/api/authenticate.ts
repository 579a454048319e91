import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import type { Session } from '../domain/session.ts'
import { equalInConstantTime } from '../domain/signature.ts'
import type { Sessions } from '../engine/sessions.ts'
import type { Store } from '../store/store.ts'
import { refuseCrossSite, sessionTokenOf } from './session-cookie.ts'

/**
 * Who may call a route is declared on the route:
 * `public`: anybody. `platform`: the platform key. `account`: whoever speaks for one account; the platform does by naming it in
 * the Postback-Account header. `platform-for-account`: the platform alone, for the account that it names. `platform-or-account`:
 * the platform for everything, an account for what is its own.
 */
export type Access = 'public' | 'platform' | 'account' | 'platform-for-account' | 'platform-or-account'

/** Who calls. OAuth tokens become a further member, bound to one account as a session of the console is. */
export type Principal =
  | { readonly kind: 'platform'; readonly accountId: string | null }
  | { readonly kind: 'session'; readonly accountId: string; readonly session: Session; readonly token: string }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** null: nobody in particular, on public routes. */
    principal: Principal | null
  }
}

const accountHeader = 'postback-account'

export interface AuthenticateParts {
  readonly platformKey: string
  readonly publicUrl: string | null
  readonly store: Store
  readonly sessions: Sessions
}

export function authenticate(server: FastifyInstance, parts: AuthenticateParts) {
  const accountExists = async (id: string) => (await parts.store.getAccount(id)) !== null
  server.decorateRequest('principal', null)
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1') && !route.config?.access) {
      throw new Error(`${route.method} ${route.url} does not say who may call it.`)
    }
  })
  // With a callback rather than async: the platform's own calls need not wait for anything.
  server.addHook('onRequest', (request, _reply, done) => {
    const { access = 'public' } = request.routeOptions.config
    request.principal = platformOf(request, parts.platformKey)
    const token = request.principal === null ? sessionTokenOf(request, parts.publicUrl) : null
    if (access === 'public') {
      // Whoever reads may be somebody; whoever writes here has yet to come in.
      if (token === null || request.method !== 'GET') return done()
      parts.sessions.find(token).then((session) => {
        if (session) request.principal = principalOf(session, token)
        done()
      }, done)
      return
    }
    if (token === null) return checkPlatform(request, access, done)
    checkSession(request, access, token).then(() => done(), done)
  })

  function checkPlatform(request: FastifyRequest, access: Exclude<Access, 'public'>, done: (error?: Error) => void) {
    const refusal = refusalFor(access, request.principal)
    if (refusal) return done(refusal)
    const accountId = request.principal?.accountId ?? null
    if (access === 'platform' || accountId === null) return done()
    accountExists(accountId).then((exists) => {
      const detail = `There is no account ${accountId.slice(0, 64)}; the Postback-Account header names it.`
      done(exists ? undefined : new Refusal('not_found', { detail }))
    }, done)
  }

  async function checkSession(request: FastifyRequest, access: Access, token: string) {
    const session = await parts.sessions.find(token)
    if (session === null) throw new Refusal('unauthenticated', { detail: 'The session has ended.' })
    if (access === 'platform' || access === 'platform-for-account') throw new Refusal('forbidden')
    refuseCrossSite(request, parts.publicUrl, token)
    request.principal = principalOf(session, token)
  }
}

function principalOf(session: Session, token: string): Principal {
  return { kind: 'session', accountId: session.accountId, session, token }
}

/** Secrets are shown on request, and who was shown one is on record. */
export function noteReveal(request: FastifyRequest, what: 'hottok' | 'signing secret') {
  request.log.info({ account: accountOf(request), by: actorOf(request), what }, 'a secret was revealed')
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

/** Who acts, as past actions name it. */
export function actorOf(request: FastifyRequest): string {
  const kind = request.principal?.kind ?? 'anybody'
  return kind === 'session' ? 'console' : kind
}

function platformOf(request: FastifyRequest, platformKey: string): Principal | null {
  const { authorization = '' } = request.headers
  const key = /^Bearer +([^ ]+) *$/i.exec(authorization)?.[1]
  if (key === undefined || !equalInConstantTime(key, platformKey)) return null
  const account = request.headers[accountHeader]
  return { kind: 'platform', accountId: typeof account === 'string' && account !== '' ? account : null }
}

function refusalFor(access: Exclude<Access, 'public'>, principal: Principal | null): Refusal | null {
  if (principal === null) return new Refusal('unauthenticated')
  const isForAccount = access === 'account' || access === 'platform-for-account'
  if (isForAccount && principal.accountId === null) return new Refusal('account_required')
  return null
}
