import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import type { Principal } from './authenticate.ts'

/** So many requests a minute for each key; without one, for each address. Kept in memory: it protects this process. */
export function limitRate(server: FastifyInstance, requestsPerMinute: number) {
  server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: ({ principal, ip }) => nameOf(principal) ?? ip,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new Refusal('rate_limited', {
        detail: `At most ${max} requests a minute for one key.`,
        retryAfter: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  })
}

/** People at the console of one account share its allowance, each credential has its own; none takes from the platform's. */
function nameOf(principal: Principal | null): string | null {
  switch (principal?.kind) {
    case 'session':
      return `console of ${principal.accountId}`
    case 'credential':
      return `credential ${principal.bearer.token.credentialId}`
    default:
      return principal?.kind ?? null
  }
}
