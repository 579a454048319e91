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
import { needsKey } from '../access.ts'
import type { RequestMetrics } from '../api.ts'
import { type CallerConnections, type CallerLimits, type ClientError, timesOfHeads } from './caller-limits.ts'
import { asRefusal, problemOf, problemType, sendRefusal } from './error-response.ts'
import { ajvOptions, refusalOf } from './validation.ts'

/** What applies to every request: limits, request ids, headers, metrics. */

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
/** For routes that need no key: they take credentials or a link. Also for addresses without a route. */
const keylessBytesMax = 16 * kibibyte
export const bodyBytesMax = jsonBytesMax
export const batchBytesMax = 8 * mebibyte
/** None of our URLs is longer. All headers together: 16 KiB. */
const urlCharactersMax = 8_192
const headerBytesMax = 16 * kibibyte
/** Longer than a load balancer's idle time-out (60 s), so that we never close first. */
const keepAliveTimeoutMs = 72_000
/** Longer than the longest valid part of a path, so that our own checks see a part that is too long and can name the fault. */
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
    // A logger for each request would cost as much as the rest of the framework, so each log line names its request.
    childLoggerFactory: (parent) => parent,
    genReqId: requestIds(),
    bodyLimit: keylessBytesMax,
    // CallerConnections watches this: Node's own limit would abort a large body that makes progress.
    requestTimeout: 0,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Our own hook refuses a missing Host, with a problem document.
    http: { maxHeaderSize: headerBytesMax, requireHostHeader: false, ...timesOfHeads(callerLimits) },
    routerOptions: { maxParamLength: pathPartCharactersMax },
    // While the server stops, our own hook answers requests on open connections, with a problem document.
    return503OnClosing: false,
    ajv: ajvOptions,
    schemaErrorFormatter: refusalOf,
    // The address cannot be routed. No hook has run yet.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply, publicUrl)
      return sendRefusal(asRefusal(error, request) ?? new Refusal('invalid_request'), request, reply)
    },
    clientErrorHandler: (error, socket) => callers.refuse(error, socket),
  } satisfies FastifyHttpOptions<Server>
}

/** The caller's own request id if it is well-formed, otherwise ours. */
function requestIds(): (request: { headers: Record<string, string | string[] | undefined> }) => string {
  const process = randomBytes(6).toString('hex')
  let count = 0
  return ({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : `${process}-${(++count).toString(36)}`
  }
}

/** Routes that need a key take larger bodies, because the key is checked before the body is read. */
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
  // The headers are set first, so that errors carry them too.
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
  // After the key is checked, and before the body is read.
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
  // Also for requests that were already being answered: the server waits for connections that stay open.
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

/** A year, as browsers recommend. Sent only if the operator's public URL is https. */
const httpsOnly = 'max-age=31536000'
/** The body of these methods is not read. */
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** RFC 9112, 3.2: if there are two, a proxy may have used the other one. HTTP/1.0 may omit it. */
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
  // Addresses of the console name deliveries and accounts. With `no-referrer`, some browsers would send no Origin either.
  reply.header('referrer-policy', 'same-origin')
  if (publicUrl?.startsWith('https:')) reply.header('strict-transport-security', httpsOnly)
  if (request.url.startsWith('/v1')) reply.header('cache-control', 'no-store')
}

/** 405 with the allowed methods if only the method is wrong, otherwise 404. */
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
  // Before the body is read: its content type may be one that no address takes.
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

/** For input that is not HTTP, too large or too slow: there is no request yet, so the answer is built by hand. */
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
