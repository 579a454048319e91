import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import type { Principal } from '../authenticate.ts'
import { callerOf } from './caller-address.ts'

export const minuteMs = 60_000

/** So many requests a minute for each key; without one, for each caller. Kept in memory: it protects this process. */
export function limitRate(server: FastifyInstance, requestsPerMinute: number) {
  server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: minuteMs,
    enableDraftSpec: true,
    keyGenerator: (request) => nameOf(request.principal) ?? callerOf(request),
    errorResponseBuilder: (_request, { max, ttl }) => tooMany(max, ttl),
  })
}

/**
 * A limit for each caller, whatever it says that it is, for routes that take no key: a hook for `onRequest`, so that it is judged
 * before a body is read.
 */
export function limitPerCaller(server: FastifyInstance, max: number): (request: FastifyRequest) => Promise<void> {
  const count = server.createRateLimit({ max, timeWindow: minuteMs, keyGenerator: callerOf })
  return async (request) => {
    const counted = await count(request)
    if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.max, counted.ttl)
  }
}

function tooMany(max: number, ttlMs: number): Refusal {
  return new Refusal('rate_limited', {
    detail: `At most ${max} requests a minute from one caller.`,
    retryAfter: Math.max(1, Math.ceil(ttlMs / 1000)),
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
