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

/** What holds for every request, whatever it is about: limits, names, headers, figures. */

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
/** Without a key: credentials, a link. Also where there is no route at all. */
const keylessBytesMax = 16 * kibibyte
export const bodyBytesMax = jsonBytesMax
export const batchBytesMax = 8 * mebibyte
/** A URL that is longer was not made by us. Headers in all: 16 KiB. */
const urlCharactersMax = 8_192
const headerBytesMax = 16 * kibibyte
/** Longer than a load balancer's idle time-out (60 s), so that we never close first. */
const keepAliveTimeoutMs = 72_000
/** Longer than the longest part of a path, so that our own checks see it and can say what is wrong. */
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
    // A logger for each request would cost as much as the rest of the framework: what is logged names the request itself.
    childLoggerFactory: (parent) => parent,
    genReqId: requestIds(),
    bodyLimit: keylessBytesMax,
    // Watched by CallerConnections: Node's own limit would break off a large body that makes progress.
    requestTimeout: 0,
    keepAliveTimeout: keepAliveTimeoutMs,
    // A missing Host is refused by our own hook, in our own form.
    http: { maxHeaderSize: headerBytesMax, requireHostHeader: false, ...timesOfHeads(callerLimits) },
    routerOptions: { maxParamLength: pathPartCharactersMax },
    // Requests on open connections while the server stops are answered by our own hook, in our own form.
    return503OnClosing: false,
    ajv: ajvOptions,
    schemaErrorFormatter: refusalOf,
    // An address that cannot even be routed. No hook has run yet.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply, publicUrl)
      return sendRefusal(asRefusal(error, request) ?? new Refusal('invalid_request'), request, reply)
    },
    clientErrorHandler: (error, socket) => callers.refuse(error, socket),
  } satisfies FastifyHttpOptions<Server>
}

/** The caller's own name for a request, if it has a decent one, else ours. */
function requestIds(): (request: { headers: Record<string, string | string[] | undefined> }) => string {
  const process = randomBytes(6).toString('hex')
  let count = 0
  return ({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : `${process}-${(++count).toString(36)}`
  }
}

/** What takes a key takes more, since the key is judged before a body is read. */
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
  // Headers are set before anything else can answer: errors carry them too.
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
  // After the key is checked, and before anything of the body is read.
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
  // Those that were under way too: a connection that stays open would be waited for.
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

/** A year, as browsers recommend. Said only where the operator has stated that people come by https. */
const httpsOnly = 'max-age=31536000'
/** Nothing is read from a body of theirs. */
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** RFC 9112, 3.2: of two, a proxy might have taken the other one. HTTP/1.0 may leave it out. */
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
  // Addresses of the console name deliveries and accounts. `no-referrer` would have some browsers send no Origin either.
  reply.header('referrer-policy', 'same-origin')
  if (publicUrl?.startsWith('https:')) reply.header('strict-transport-security', httpsOnly)
  if (request.url.startsWith('/v1')) reply.header('cache-control', 'no-store')
}

/** 405 with what is allowed where only the method is wrong, else 404. */
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
  // Before a body is read: it may be one that no address takes.
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

/** What is not HTTP, or too much of it, or too slow: there is no request yet, so the answer is written by hand. */
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
