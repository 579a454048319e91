import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isTrustedProxy, type TrustedProxies, withoutPort } from '../../domain/addresses/trusted-proxies.ts'

/** Identifies a caller by its address: rate limits count by it where there is no key. */

/** In the form that Fastify takes; without trusted proxies no header is read. */
export function trustIn(proxies: TrustedProxies): false | ((address: string, hop: number) => boolean) {
  return proxies !== null && ((address, hop) => isTrustedProxy(proxies, address, hop))
}

/** Longer than any address, and short enough to keep one for each caller. */
const charactersMax = 64

/** The address of the caller; for IPv6 its 64-bit network, since a provider gives each customer at least one. */
export function callerOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return normalizeIP(withoutPort(ip)).slice(0, charactersMax)
}

/** Logged once: behind a proxy that is not trusted all callers count as one. */
export function warnOfUntrustedProxy(server: FastifyInstance, proxies: TrustedProxies) {
  if (proxies !== null) return
  let said = false
  server.addHook('onRequest', (request, _reply, done) => {
    if (!said && request.headers['x-forwarded-for'] !== undefined) {
      said = true
      request.log.warn(
        'requests come with X-Forwarded-For: if a proxy of yours writes it, name the proxy in POSTBACK_TRUST_PROXY, or limits for each caller count all who come by it as one',
      )
    }
    done()
  })
}
