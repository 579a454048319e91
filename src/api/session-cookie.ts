import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import { equalInConstantTime } from '../domain/signature.ts'
import { csrfOf, type OpenedSession } from '../engine/sessions.ts'

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

export function setSessionCookie(reply: FastifyReply, publicUrl: string | null, opened: OpenedSession, now: number) {
  writeCookie(reply, publicUrl, opened.token, Math.floor((opened.session.expiresAt - now) / 1000))
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string | null) {
  writeCookie(reply, publicUrl, '', 0)
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

function writeCookie(reply: FastifyReply, publicUrl: string | null, value: string, maxAge: number) {
  const name = cookieName(publicUrl)
  const secure = name === secureName
  const cookie = { name, value, maxAge, secure, httpOnly: true, sameSite: 'lax', path: '/' } as const
  reply.header('set-cookie', stringifySetCookie(cookie))
}

/** Over https no other name counts, or a neighbouring host could set one. */
function cookieName(publicUrl: string | null): string {
  return publicUrl?.startsWith('https:') ? secureName : plainName
}
