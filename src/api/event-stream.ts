import type { FastifyInstance, FastifyReply } from 'fastify'

/** So that nobody in between takes a quiet connection for a dead one. */
const heartbeatMs = 15_000
/** Who is so far behind would rather begin anew; nobody's memory is held for them. */
const behindBytesMax = 1024 * 1024

/** One message: its kind, and data that become JSON. */
export type Tell = (event: string, data: unknown) => void

/**
 * Server-sent events (WHATWG HTML, section 9.2) for the routes of a plugin. A listener that cannot follow is disconnected; all
 * are when the server closes.
 * @returns what makes a reply a stream: `listen` begins to tell, and returns what ends that
 */
export function eventStreams(server: FastifyInstance) {
  const open = new Set<() => void>()
  server.addHook('preClose', async () => {
    for (const end of open) end()
  })
  return (reply: FastifyReply, listen: (tell: Tell) => () => void) => {
    reply.hijack()
    const { raw } = reply
    const write = (text: string) => {
      if (raw.writableLength > behindBytesMax) raw.destroy()
      else raw.write(text)
    }
    raw.writeHead(200, headersOf(reply))
    write(': welcome\n\n')
    const unsubscribe = listen((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
    const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
    const end = () => raw.end()
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
