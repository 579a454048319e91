import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import { type EventId, isUuid } from '../../domain/ids.ts'
import { accountOf } from '../authenticate.ts'
import { problemShape } from '../shapes/problem.ts'
import { problemType } from './error-response.ts'
import { OpenStreams } from './open-streams.ts'

/** Keeps proxies from taking a quiet connection for a dead one. Each heartbeat also ends streams whose token has expired. */
const heartbeatMs = 10_000

const encoder = new TextEncoder()
const welcome = encoder.encode(': welcome\n\n')
const heartbeat = encoder.encode(': still here\n\n')

/** Subscribes a listener and returns the function that unsubscribes it. */
export type Listen = (tell: (message: Uint8Array) => void, flushed: () => Promise<void>) => () => void

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Makes the reply a stream of server-sent events for the account of the request.
     * @throws Refusal too_many_streams
     */
    stream(request: FastifyRequest, reply: FastifyReply, listen: Listen): void
  }
}

/** What every route with a stream answers. */
export const streamAnswers = {
  200: Type.String({ description: 'Server-sent events, until one side ends it.' }),
  429: {
    description:
      'Too many requests, or too_many_streams: an account has at most 20 open. Retry-After says when to try again; meanwhile ask for the list.',
    content: { [problemType]: { schema: problemShape } },
  },
} as const

/**
 * Server-sent events (WHATWG HTML, section 9.2) for every route, under limits that all streams share. A listener is
 * disconnected when it cannot keep up, when its token or session has ended, and when the server closes.
 */
export function offerStreams(server: FastifyInstance) {
  const streams = new OpenStreams()
  server.addHook('preClose', async () => streams.endAll())
  server.decorate('stream', (request: FastifyRequest, reply: FastifyReply, listen: Listen) => {
    // The caller may have gone while its token was looked up. A stream opened then would never be closed.
    if (request.raw.socket.destroyed) return reply.hijack()
    const stream = streams.open(accountOf(request), reply.raw, () => {
      unsubscribe()
      clearInterval(timer)
    })
    reply.hijack()
    reply.raw.writeHead(200, headersOf(reply))
    stream.write(welcome)
    const unsubscribe = listen(stream.write, stream.flushed)
    const timer = setInterval(async () => {
      // While the store is in trouble the stream stays open.
      if (!(await server.isStillIn(request).catch(() => true))) stream.end()
      // Unread bytes already keep the connection busy; a heartbeat would only queue up behind them.
      else if (stream.unreadBytes === 0) stream.write(heartbeat)
    }, heartbeatMs)
  })
}

/**
 * The bytes of a message, encoded once for all listeners: a feed passes the same news to them one after another.
 * @param show makes the data, which become JSON
 * @param idOf the id from which a listener resumes; left out: it starts anew
 */
export function messagesOf<News>(
  event: string,
  show: (news: News) => unknown,
  idOf?: (news: News) => string,
): (news: News) => Uint8Array {
  let last: { readonly news: News; readonly bytes: Uint8Array } | undefined
  return (news) => {
    if (last?.news !== news) last = { news, bytes: message(event, show(news), idOf?.(news)) }
    return last.bytes
  }
}

/** One message: its kind, data that become JSON, and the id from which a listener resumes. */
export function message(event: string, data: unknown, id?: string): Uint8Array {
  return encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/**
 * The last event that the listener has seen, from the header it reconnects with (WHATWG HTML, section 9.2.4); null: start now.
 * @throws Refusal
 */
export function lastEventIdOf(request: FastifyRequest): EventId | null {
  const text = request.headers['last-event-id']
  if (text === undefined || text === '') return null
  if (typeof text === 'string' && isUuid(text)) return text as EventId
  throw new Refusal('invalid_request', {
    detail: 'Last-Event-ID has to be the id of an event, as the stream gave it. Leave it out to begin now.',
  })
}

/** The headers that hooks have set, and those that keep proxies from buffering events. */
function headersOf(reply: FastifyReply) {
  return {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  }
}
