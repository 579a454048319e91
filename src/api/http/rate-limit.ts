import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import type { Principal } from '../authenticate.ts'
import { callerOf } from './caller-address.ts'

export const minuteMs = 60_000

/** Requests per minute for each key, or for each caller without one. Counted in memory: the limit protects this process. */
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
 * A limit by the caller's address, ignoring any key or client it claims, for routes without a key. It is an `onRequest` hook, so
 * that it is checked before the body is read.
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

/** All console sessions of an account share one limit, and each credential has its own; neither uses up the platform's. */
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
