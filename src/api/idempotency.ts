import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import type { ReportedUpdate } from '../domain/update.ts'
import type { Services } from '../services/services.ts'
import type { KeyedRequest } from '../store/contract/access.ts'
import { problemType } from './http/error-response.ts'

/**
 * `Idempotency-Key`: a request that may have been lost can be sent again, and is done once.
 *
 * Routes that create something declare `idempotent: 'by-answer'`: their answer is kept for a week and given again. Answers are
 * sealed by the engine before they are stored, since some of them carry secrets that exist nowhere else in plain. For reported
 * updates it is 'by-commit': their key is stored in the same commit as the event (`callerOf`).
 *
 * The store says whether a request with the same key is under way, on any node.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** With an Idempotency-Key: the answer is kept, or the key is stored in the commit of what is reported. */
    idempotent?: 'by-answer' | 'by-commit'
  }
  interface FastifyRequest {
    /** Under way in the store, until its answer is kept. */
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
    reply.type(status < 400 ? jsonType : problemType).serializer((text: string) => text)
    return reply.send(body)
  }

  /** Before the answer goes out, so that whoever has it can count on it. Runs even when the caller has hung up. */
  async function end(request: FastifyRequest, { statusCode }: FastifyReply, payload: unknown) {
    const { keyedRequest } = request
    if (keyedRequest === null) return payload
    try {
      const body = typeof payload === 'string' ? payload : ''
      if (isFinal(statusCode)) await services.answers.keep(keyedRequest, { status: statusCode, body })
      else await services.answers.giveBack(keyedRequest)
    } catch (error) {
      // What was asked for is done: an error now would be a lie.
      request.log.error({ err: error, requestId: request.id }, 'an answer could not be kept')
    }
    return payload
  }
}

/** For reported updates: the key goes into the commit of the event itself. */
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

/** Equal keys of different callers, accounts or routes have nothing to do with each other. */
function scopeOf({ principal, method, routeOptions }: FastifyRequest): string {
  const caller = principal?.kind === 'credential' ? principal.bearer.token.credentialId : principal?.kind
  return `${caller} ${principal?.accountId ?? ''} ${method} ${routeOptions.url}`
}

function hashOf({ method, url, bodyText }: FastifyRequest): string {
  return createHash('sha256').update(`${method} ${url}\n${bodyText}`).digest('hex')
}

/** What failed for our own reasons, or for being too much, may well be tried again. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 429
}
