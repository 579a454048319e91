import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** So that nobody in between takes a quiet connection for a dead one, and nobody listens on whose token has ended. */
const heartbeatMs = 10_000
/** Who is so far behind would rather begin anew; nobody's memory is held for them. */
const behindBytesMax = 1024 * 1024

/** One message: its kind, and data that become JSON. */
export type Tell = (event: string, data: unknown) => void

/**
 * Server-sent events (WHATWG HTML, section 9.2) for the routes of a plugin. A listener that cannot follow is disconnected, and one whose
 * token or session has ended; all are when the server closes.
 * @returns what makes a reply a stream: `listen` begins to tell, and returns what ends that
 */
export function eventStreams(server: FastifyInstance) {
  const open = new Set<() => void>()
  server.addHook('preClose', async () => {
    for (const end of open) end()
  })
  return (request: FastifyRequest, reply: FastifyReply, listen: (tell: Tell) => () => void) => {
    reply.hijack()
    const { raw } = reply
    const write = (text: string) => {
      if (raw.writableLength > behindBytesMax) raw.destroy()
      else raw.write(text)
    }
    raw.writeHead(200, headersOf(reply))
    write(': welcome\n\n')
    const unsubscribe = listen((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
    const end = () => raw.end()
    const heartbeat = setInterval(async () => {
      // A store in trouble is no reason to think less of anybody.
      if (await server.isStillIn(request).catch(() => true)) write(': still here\n\n')
      else end()
    }, heartbeatMs)
    open.add(end)
    raw.on('close', () => {
      unsubscribe()
      clearInterval(heartbeat)
      open.delete(end)
    })
  }
}

/** What the hooks have set, and what keeps proxies from holding events back. */
function headersOf(reply: FastifyReply) {
  return {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  }
}
