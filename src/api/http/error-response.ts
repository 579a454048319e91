import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, type ErrorKind, errorCatalogue, type FieldError, Refusal } from '../../domain/errors.ts'
import { type StoreTrouble, StoreUnavailable } from '../../store/contract/unavailable.ts'

/** The only place where a kind of refusal becomes an HTTP status. */
const statuses: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  outdated: 412,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
  'too-many': 429,
  unavailable: 503,
}

export const problemType = 'application/problem+json'
/** A URN, not a URL: it only tells problems apart (RFC 9457, 3.1.1), so no page has to exist for it. */
const typeBase = 'urn:postback:problem'
/** Seconds, for refusals that do not give their own. */
const retryAfterDefault = 1

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly errors: readonly FieldError[]
  readonly requestId: string
  readonly current?: object
}

export function statusOf(code: ErrorCode): number {
  return code === 'method_not_allowed' ? 405 : statuses[errorCatalogue[code].kind]
}

export function problemOf(refusal: Refusal, requestId: string): Problem {
  const { title, remedy } = errorCatalogue[refusal.code]
  const [first] = refusal.errors
  const what =
    refusal.detail ?? storeTroubleOf(refusal.cause) ?? (first && `${first.pointer || 'The body'} ${first.detail}`)
  return {
    type: `${typeBase}:${refusal.code}`,
    title,
    status: statusOf(refusal.code),
    detail: what === undefined ? remedy : `${sentence(what)} ${remedy}`,
    code: refusal.code,
    errors: refusal.errors,
    requestId,
    ...(refusal.current && { current: refusal.current }),
  }
}

/** Callers may learn what is wrong, but not where: only the log names files and the remedy. */
const troubles: Readonly<Record<StoreTrouble, string>> = {
  closed: 'The store is closed.',
  damaged: 'The database is damaged.',
  full: 'The disk is full.',
  'in-use': 'The store is in use by another process.',
  locked: 'Another program holds the lock of the database.',
  moved: 'The data directory was moved or replaced while the server was running.',
  unwritable: 'The disk cannot be written to.',
}

export function storeTroubleOf(cause: unknown): string | undefined {
  return cause instanceof StoreUnavailable ? troubles[cause.trouble] : undefined
}

/** Internal errors give the caller no details: those go to the log. */
export function internalProblem(requestId: string): Problem {
  return {
    type: `${typeBase}:internal_error`,
    title: 'Something went wrong on our side',
    status: 500,
    detail:
      'The cause is in the server’s log under this requestId. Trying again is safe for PUT, and for POST with an Idempotency-Key.',
    code: 'internal_error',
    errors: [],
    requestId,
  }
}

export function answerErrors(server: FastifyInstance) {
  server.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error, request)
    // The engine has already logged its own failures, once for all requests of a commit.
    if (!refusal || error instanceof StoreUnavailable) {
      request.log.error(
        { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
        'request failed',
      )
    }
    if (refusal) return sendRefusal(refusal, request, reply)
    return send(internalProblem(request.id), reply)
  })
}

export function sendRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply) {
  const { kind } = errorCatalogue[refusal.code]
  const challenge = challengeOf(refusal.code, kind, request.routeOptions.config.scope)
  if (challenge) reply.header('www-authenticate', challenge)
  if (kind === 'too-many' || kind === 'unavailable') {
    reply.header('retry-after', String(refusal.retryAfter ?? retryAfterDefault))
  }
  return send(problemOf(refusal, request.id), reply)
}

/** RFC 6750, 3: says what is wrong with a token; if no token was sent, it says nothing more. */
function challengeOf(code: ErrorCode, kind: ErrorKind, scope: string | undefined): string | null {
  const realm = 'Bearer realm="postback"'
  const { title } = errorCatalogue[code]
  if (code === 'invalid_token') return `${realm}, error="invalid_token", error_description="${title}"`
  if (code === 'insufficient_scope') return `${realm}, error="insufficient_scope", scope="${scope}"`
  return kind === 'unauthenticated' ? realm : null
}

function send(problem: Problem, reply: FastifyReply) {
  return reply.code(problem.status).type(problemType).serializer(JSON.stringify).send(problem)
}

/**
 * Our own refusals as they are, those of the framework by their code; null: an internal error.
 * @param request gives the limits of its route
 */
export function asRefusal(error: unknown, request: FastifyRequest): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof StoreUnavailable) return new Refusal('storage_unavailable', { cause: error })
  const { code, statusCode = 500, message } = error as FastifyError
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('payload_too_large', {
        detail: `At most ${bytesInWords(request.routeOptions.bodyLimit)} here.`,
      })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return new Refusal('unsupported_media_type')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('invalid_request', { detail: 'The body is not as long as its content-length says.' })
    default:
      return statusCode >= 400 && statusCode < 500
        ? new Refusal('invalid_request', { detail: message, cause: error })
        : null
  }
}

function bytesInWords(bytes: number): string {
  const kibibytes = Math.round(bytes / 1024)
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${Math.round(kibibytes / 1024)} MiB`
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
