import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import { equalInConstantTime } from '../../domain/secrets/signature.ts'
import { csrfOf, type OpenedSession } from '../../services/sessions.ts'

/**
 * The console's session, in a cookie that scripts cannot read. `__Host-` binds it to this host over https. Over plain http, for
 * development on loopback, browsers refuse that prefix, so the cookie has another name.
 */
export const secureName = '__Host-postback'
const plainName = 'postback-session'
export const csrfHeader = 'postback-csrf'

export function sessionTokenOf(request: FastifyRequest, publicUrl: string | null): string | null {
  const { cookie } = request.headers
  return cookie === undefined ? null : (parseCookie(cookie)[cookieName(publicUrl)] ?? null)
}

export interface CookieParts {
  readonly publicUrl: string | null
  /** Origins of pages that may show the console in a frame. */
  readonly embedOrigins: readonly string[]
}

/** Where the console is shown: by itself, or in a frame of another site's page. */
type Place = 'alone' | 'framed'

export function setSessionCookie(
  reply: FastifyReply,
  parts: CookieParts,
  { session, token, framed, now }: OpenedSession & { readonly framed: boolean; readonly now: number },
) {
  const place = framed && parts.embedOrigins.length > 0 ? 'framed' : 'alone'
  writeCookie(reply, parts.publicUrl, place, { value: token, maxAge: Math.floor((session.expiresAt - now) / 1000) })
  // If both places belong to the same site, a browser would send both cookies, and the session would be ambiguous.
  if (parts.embedOrigins.length > 0) clearCookie(reply, parts.publicUrl, place === 'framed' ? 'alone' : 'framed')
}

export function clearSessionCookie(reply: FastifyReply, { publicUrl, embedOrigins }: CookieParts) {
  clearCookie(reply, publicUrl, 'alone')
  if (embedOrigins.length > 0) clearCookie(reply, publicUrl, 'framed')
}

/**
 * Another site's page can make a browser send our cookie. It can neither forge the origin nor know the header.
 * @throws Refusal cross_site
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | null, token: string | null) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, host } = request.headers
  const own = publicUrl === null ? `http://${host}` : new URL(publicUrl).origin
  const header = request.headers[csrfHeader]
  const genuine = token === null || (typeof header === 'string' && equalInConstantTime(header, csrfOf(token)))
  if (origin !== own || !genuine) throw new Refusal('cross_site')
}

function clearCookie(reply: FastifyReply, publicUrl: string | null, place: Place) {
  writeCookie(reply, publicUrl, place, { value: '', maxAge: 0 })
}

/**
 * In a frame of another site, browsers send a cookie only if it allows that (SameSite=None). `Partitioned` keeps one cookie for
 * each embedding site, so that no third site can use it. State-changing calls are guarded in the same way in both places.
 */
function writeCookie(
  reply: FastifyReply,
  publicUrl: string | null,
  place: Place,
  { value, maxAge }: { readonly value: string; readonly maxAge: number },
) {
  const name = cookieName(publicUrl)
  const kept = { name, value, maxAge, httpOnly: true, path: '/' } as const
  const cookie =
    place === 'framed'
      ? ({ ...kept, secure: true, sameSite: 'none', partitioned: true } as const)
      : ({ ...kept, secure: name === secureName, sameSite: 'lax' } as const)
  reply.header('set-cookie', stringifySetCookie(cookie))
}

/** Over https only the `__Host-` name counts: a neighbouring host could set any other. */
function cookieName(publicUrl: string | null): string {
  return publicUrl?.startsWith('https:') ? secureName : plainName
}
