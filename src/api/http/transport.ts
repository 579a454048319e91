import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { Refusal } from '../../domain/errors.ts'
import { jsonBytesMax } from '../../domain/text/json-text.ts'
import type { RequestMetrics } from '../api.ts'
import { needsKey } from '../authenticate.ts'
import { type CallerConnections, type CallerLimits, type ClientError, timesOfHeads } from './caller-limits.ts'
import { asRefusal, problemOf, problemType, sendRefusal } from './error-response.ts'
import { ajvOptions, refusalOf } from './validation.ts'

/** What applies to every request of any route: limits, request ids, headers, metrics. */

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
/** For routes without a key (credentials, a link), and for unknown addresses. */
const keylessBytesMax = 16 * kibibyte
export const bodyBytesMax = jsonBytesMax
export const batchBytesMax = 8 * mebibyte
/** Longer than any URL that we make. Headers in all: 16 KiB. */
const urlCharactersMax = 8_192
const headerBytesMax = 16 * kibibyte
/** Longer than a load balancer's idle time-out (60 s), so that we never close first. */
const keepAliveTimeoutMs = 72_000
/** Longer than the longest parameter of a path, so that our own checks see it and can say what is wrong. */
const pathPartCharactersMax = 512

export interface TransportParts {
  readonly logger: FastifyBaseLogger
  readonly metrics: RequestMetrics
  readonly callerLimits: CallerLimits
  readonly publicUrl: string | null
}

export function serverOptions({ logger, callerLimits, publicUrl }: TransportParts, callers: CallerConnections) {
  return {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request would cost as much as the rest of the framework; log lines carry the request id instead.
    childLoggerFactory: (parent) => parent,
    genReqId: requestIds(),
    bodyLimit: keylessBytesMax,
    // CallerConnections watches this: Node's own limit would break off a large body that makes progress.
    requestTimeout: 0,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Our own hook refuses a missing Host, in our own form.
    http: { maxHeaderSize: headerBytesMax, requireHostHeader: false, ...timesOfHeads(callerLimits) },
    routerOptions: { maxParamLength: pathPartCharactersMax },
    // While the server stops, our own hook answers requests on open connections, in our own form.
    return503OnClosing: false,
    ajv: ajvOptions,
    schemaErrorFormatter: refusalOf,
    // A URL that cannot be routed. No hook has run yet.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply, publicUrl)
      return sendRefusal(asRefusal(error, request) ?? new Refusal('invalid_request'), request, reply)
    },
    clientErrorHandler: (error, socket) => callers.refuse(error, socket),
  } satisfies FastifyHttpOptions<Server>
}

/** The caller's own request id if it is well-formed, else ours. */
function requestIds(): (request: { headers: Record<string, string | string[] | undefined> }) => string {
  const process = randomBytes(6).toString('hex')
  let count = 0
  return ({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : `${process}-${(++count).toString(36)}`
  }
}

/** Routes with a key take larger bodies: the key is checked before the body is read. */
export function limitBodies(server: FastifyInstance) {
  server.addHook('onRoute', (route) => {
    if (needsKey(route.config?.access)) route.bodyLimit ??= bodyBytesMax
  })
}

export function watchRequests(server: FastifyInstance, { metrics, publicUrl }: TransportParts) {
  let stopping = false
  server.addHook('preClose', (done) => {
    stopping = true
    done()
  })
  // Before anything can answer, so that errors carry the headers too.
  server.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply, publicUrl)
    if (stopping) {
      reply.header('connection', 'close')
      return done(new Refusal('stopping'))
    }
    if (request.url.length > urlCharactersMax) {
      return done(new Refusal('payload_too_large', { detail: `A URL has at most ${urlCharactersMax} characters.` }))
    }
    if (!namesOneHost(request.raw)) {
      reply.header('connection', 'close')
      return done(new Refusal('invalid_request', { detail: 'A request has one Host header: send it once.' }))
    }
    done()
  })
  answerUnknownAddresses(server)
  // After the key check, and before the body is read.
  server.addHook('preParsing', (request, reply, _body, done) => {
    const coding = request.headers['content-encoding'] ?? 'identity'
    if (coding.trim().toLowerCase() === 'identity' || bodyless.has(request.method)) return done()
    reply.header('accept-encoding', 'identity')
    done(
      new Refusal('unsupported_media_type', {
        detail: 'The body is compressed: send it as it is, without Content-Encoding.',
      }),
    )
  })
  // Also for requests that were under way: stopping waits for every open connection.
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) reply.header('connection', 'close')
    done(null, payload)
  })
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest(
      request.routeOptions.url ?? 'none',
      request.method,
      reply.statusCode,
      reply.elapsedTime / 1000,
    )
    done()
  })
}

/** A year, as browsers recommend. Sent only if the operator has set an https public URL. */
const httpsOnly = 'max-age=31536000'
/** A body of these methods is not read. */
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** RFC 9112, 3.2: if there are two, a proxy might have used the other one. HTTP/1.0 may leave it out. */
function namesOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    if (name.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count === 1 || (count === 0 && httpVersion === '1.0')
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, publicUrl: string | null) {
  reply.header('x-request-id', request.id)
  reply.header('x-content-type-options', 'nosniff')
  // URLs of the console name deliveries and accounts. With `no-referrer`, some browsers would not send Origin either.
  reply.header('referrer-policy', 'same-origin')
  if (publicUrl?.startsWith('https:')) reply.header('strict-transport-security', httpsOnly)
  if (request.url.startsWith('/v1')) reply.header('cache-control', 'no-store')
}

/** 405 with the allowed methods where only the method is wrong, else 404. */
function answerUnknownAddresses(server: FastifyInstance) {
  const routes: { pattern: RegExp; method: string }[] = []
  server.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(
      `^${url
        .replaceAll('.', '\\.')
        .replaceAll(/:[^/.]+/g, '[^/]+')
        .replaceAll('*', '.*')}$`,
    )
    for (const one of [method].flat()) routes.push({ pattern, method: one })
  })
  // Before the body is read: no route may take that body.
  server.addHook('preParsing', (request, reply, _body, done) =>
    done(request.is404 ? unknownAddress(request, reply) : undefined),
  )
  server.setNotFoundHandler((request, reply) => sendRefusal(unknownAddress(request, reply), request, reply))

  function unknownAddress(request: FastifyRequest, reply: FastifyReply): Refusal {
    const [path = ''] = request.url.split('?', 1)
    const allowed = new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))
    if (allowed.size === 0) return new Refusal('not_found', { detail: 'There is no such address.' })
    const methods = [...allowed].sort().join(', ')
    reply.header('allow', methods)
    return new Refusal('method_not_allowed', { detail: `Here you can ${methods}.` })
  }
}

/** For input that is not HTTP, too large or too slow: there is no request yet, so the answer is written by hand. */
export function clientErrorAnswer(error: ClientError): string {
  const status = clientErrorStatus[error.code ?? ''] ?? 400
  const problem = {
    ...problemOf(new Refusal('invalid_request', { detail: 'This is not a complete HTTP request.' }), ''),
    status,
  }
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${status} ${clientErrorText[status]}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

const clientErrorStatus: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
const clientErrorText: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}
