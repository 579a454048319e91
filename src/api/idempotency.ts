import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import type { ReportedUpdate } from '../domain/update.ts'
import type { Services } from '../services/services.ts'
import type { KeyedRequest } from '../store/contract/access.ts'
import { problemType } from './http/error-response.ts'
import { setEtag } from './http/if-match.ts'

/**
 * `Idempotency-Key`: a caller can resend a request that may have been lost, and it is done once.
 *
 * Routes that change something declare `idempotent: 'by-answer'`: their answer is kept for a week and sent again. The engine
 * seals answers before they are stored, since some carry secrets that are stored nowhere else in plain text. Reported updates
 * are 'by-commit': their key is stored in the same commit as the event (`callerOf`).
 *
 * The store tells whether a request with the same key is under way on any node.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** With an Idempotency-Key: the answer is kept, or the key is stored in the commit of the reported update. */
    idempotent?: 'by-answer' | 'by-commit'
  }
  interface FastifyRequest {
    /** Marked as under way in the store until its answer is kept. */
    keyedRequest: KeyedRequest | null
  }
}

const jsonType = 'application/json; charset=utf-8'

export function keepAnswers(server: FastifyInstance, services: Services) {
  server.decorateRequest('keyedRequest', null)
  server.addHook('onRoute', (route) => {
    if (route.config?.idempotent !== 'by-answer') return
    route.preHandler = [...[route.preHandler ?? []].flat(), begin]
    route.onSend = [...[route.onSend ?? []].flat(), end]
  })

  async function begin(request: FastifyRequest, reply: FastifyReply) {
    const key = keyOf(request)
    if (key === null) return
    const found = await services.answers.begin({ scope: scopeOf(request), key, bodyHash: hashOf(request) })
    if ('begun' in found) {
      request.keyedRequest = found.begun
      return
    }
    const { status, body } = found.kept
    reply.code(status).header('idempotent-replayed', 'true')
    if (request.routeOptions.config.conditional && status < 400 && body !== '') {
      const shown = JSON.parse(body) as { readonly revision?: number } | null
      if (shown?.revision !== undefined) setEtag(reply, shown.revision)
    }
    if (body !== '') reply.type(status < 400 ? jsonType : problemType).serializer((text: string) => text)
    return reply.send(body)
  }

  /** Runs before the answer goes out, so that a caller with an answer can rely on it, and also when the caller has hung up. */
  async function end(request: FastifyRequest, { statusCode }: FastifyReply, payload: unknown) {
    const { keyedRequest } = request
    if (keyedRequest === null) return payload
    try {
      const body = typeof payload === 'string' ? payload : ''
      if (isFinal(statusCode)) await services.answers.keep(keyedRequest, { status: statusCode, body })
      else await services.answers.giveBack(keyedRequest)
    } catch (error) {
      // The request has been carried out: an error now would say the opposite.
      request.log.error({ err: error, requestId: request.id }, 'an answer could not be kept')
    }
    return payload
  }
}

/** For reported updates: the key is stored in the commit of the event. */
export function callerOf(request: FastifyRequest): ReportedUpdate['caller'] {
  const key = keyOf(request)
  return key === null ? null : { scope: scopeOf(request), key, bodyHash: hashOf(request) }
}

/** @throws Refusal invalid_request */
function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new Refusal('invalid_request', { detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' })
}

/** The same key from different callers, accounts or routes is not related. */
function scopeOf({ principal, method, routeOptions }: FastifyRequest): string {
  const caller = principal?.kind === 'credential' ? principal.bearer.token.credentialId : principal?.kind
  return `${caller} ${principal?.accountId ?? ''} ${method} ${routeOptions.url}`
}

function hashOf({ method, url, bodyText }: FastifyRequest): string {
  return createHash('sha256').update(`${method} ${url}\n${bodyText}`).digest('hex')
}

/** Internal errors, rate limits and outdated edits are not final: nothing was done, and the caller may retry with the same key. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 429 && status !== 412
}
