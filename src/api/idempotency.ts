import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/errors.ts'
import type { ReportedUpdate } from '../domain/update.ts'
import type { Engine } from '../engine/engine.ts'
import { problemType } from './error-response.ts'

/**
 * `Idempotency-Key`: a request that may have been lost can be sent again, and is done once.
 *
 * Routes that create something declare `idempotent: 'by-answer'`: their answer is kept for a week and given again. Answers are
 * sealed by the engine before they are stored, since some of them carry secrets that exist nowhere else in plain. For reported
 * updates it is 'by-commit': their key is stored in the same commit as the event (`callerOf`).
 *
 * A key is locked in this process only. Of two equal requests at once in two processes both may be done.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** With an Idempotency-Key: the answer is kept, or the key is stored in the commit of what is reported. */
    idempotent?: 'by-answer' | 'by-commit'
  }
  interface FastifyRequest {
    /** The key under which this request's answer will be kept. */
    answerPlace: AnswerPlace | null
  }
}

const jsonType = 'application/json; charset=utf-8'

interface AnswerPlace {
  readonly scope: string
  readonly key: string
  readonly bodyHash: string
}

export function keepAnswers(server: FastifyInstance, engine: Engine) {
  const underWay = new Set<string>()
  server.decorateRequest('answerPlace', null)
  server.addHook('onRoute', (route) => {
    if (route.config?.idempotent !== 'by-answer') return
    route.preHandler = [...[route.preHandler ?? []].flat(), recall]
    route.onSend = [...[route.onSend ?? []].flat(), keep]
  })

  async function recall(request: FastifyRequest, reply: FastifyReply) {
    const key = keyOf(request)
    if (key === null) return
    const place = { scope: scopeOf(request), key, bodyHash: hashOf(request) }
    const lock = lockOf(place)
    if (underWay.has(lock)) throw new Refusal('idempotency_in_progress')
    underWay.add(lock)
    const answer = await engine.answers.recall(place.scope, key).catch((error) => {
      underWay.delete(lock)
      throw error
    })
    if (answer === null) {
      request.answerPlace = place
      return
    }
    underWay.delete(lock)
    if (answer.bodyHash !== place.bodyHash) throw new Refusal('idempotency_conflict')
    reply.code(answer.status).header('idempotent-replayed', 'true')
    reply.type(answer.status < 400 ? jsonType : problemType).serializer((text: string) => text)
    return reply.send(answer.body)
  }

  /** Before the answer goes out, so that whoever has it can count on it. Runs even when the caller has hung up. */
  async function keep(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
    const place = request.answerPlace
    if (place === null) return payload
    try {
      const body = typeof payload === 'string' ? payload : ''
      const answer = { bodyHash: place.bodyHash, status: reply.statusCode, body }
      if (isFinal(reply.statusCode)) await engine.answers.keep(place.scope, place.key, answer)
    } catch (error) {
      // What was asked for is done: an error now would be a lie.
      request.log.error({ err: error, requestId: request.id }, 'an answer could not be kept')
    } finally {
      underWay.delete(lockOf(place))
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

function lockOf({ scope, key }: AnswerPlace): string {
  return `${scope} ${key}`
}

/** What failed for our own reasons, or for being too much, may well be tried again. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 429
}
