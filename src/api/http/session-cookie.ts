import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import { equalInConstantTime } from '../../domain/secrets/signature.ts'
import { csrfOf, type OpenedSession } from '../../services/sessions.ts'

/**
 * The console's session in a cookie that scripts cannot read. `__Host-` binds it to this host over https; plain http, for
 * development on loopback, has no such thing and gets a name without the promise.
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

/** Where the page of a session is: by itself, or in a frame of a page of another site. */
type Place = 'alone' | 'framed'

export function setSessionCookie(
  reply: FastifyReply,
  parts: CookieParts,
  { session, token, framed, now }: OpenedSession & { readonly framed: boolean; readonly now: number },
) {
  const place = framed && parts.embedOrigins.length > 0 ? 'framed' : 'alone'
  writeCookie(reply, parts.publicUrl, place, { value: token, maxAge: Math.floor((session.expiresAt - now) / 1000) })
  // Where both places are of one site, a browser would send both, and nobody could say who is meant.
  if (parts.embedOrigins.length > 0) clearCookie(reply, parts.publicUrl, place === 'framed' ? 'alone' : 'framed')
}

export function clearSessionCookie(reply: FastifyReply, { publicUrl, embedOrigins }: CookieParts) {
  clearCookie(reply, publicUrl, 'alone')
  if (embedOrigins.length > 0) clearCookie(reply, publicUrl, 'framed')
}

/**
 * A page of another site may make a browser send our cookie, but not forge the origin, and not know the header.
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
 * In a frame of another site a browser sends only cookies that say so; this one is kept apart for each site around it
 * (Partitioned), so that no third page can make use of it. What guards state-changing calls is the same in both places.
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

/** Over https no other name counts, or a neighbouring host could set one. */
function cookieName(publicUrl: string | null): string {
  return publicUrl?.startsWith('https:') ? secureName : plainName
}
