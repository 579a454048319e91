import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isTrustedProxy, type TrustedProxies, withoutPort } from '../../domain/addresses/trusted-proxies.ts'

/** Who calls, as far as an address tells: what limits count by where no key says more. */

/** As Fastify takes it; without proxies to trust it reads no header. */
export function trustIn(proxies: TrustedProxies): false | ((address: string, hop: number) => boolean) {
  return proxies !== null && ((address, hop) => isTrustedProxy(proxies, address, hop))
}

/** Longer than any address, and short enough to be kept for each caller. */
const charactersMax = 64

/** The address of the caller; of IPv6 its network of 64 bits, which one customer of a provider has to itself. */
export function callerOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return normalizeIP(withoutPort(ip)).slice(0, charactersMax)
}

/** Said once: behind a proxy that is not trusted all callers count as one. */
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
