import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { showDelivery } from '../shapes/delivery.ts'

/** So that nobody in between takes a quiet connection for a dead one. */
const heartbeatMs = 15_000
/** Who is so far behind would rather load the list again; nobody's memory is held for them. */
const behindBytesMax = 256 * 1024

export const deliveryStreamRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  const open = new Set<() => void>()

  server.get(
    '/v1/deliveries/stream',
    {
      exposeHeadRoute: false,
      config: { access: 'account' },
      schema: {
        operationId: 'streamDeliveries',
        tags: ['Deliveries'],
        summary: 'Changes of deliveries, as they happen',
        description:
          'Server-sent events: `event: delivery` with the delivery as data. A listener that cannot follow is disconnected, and should load the list when it comes back.',
        produces: ['text/event-stream'],
        response: { 200: Type.String({ description: 'Server-sent events, until one side ends it.' }) },
      },
    },
    (request, reply) => {
      const accountId = accountOf(request)
      reply.hijack()
      const { raw } = reply
      const write = (text: string) => {
        if (raw.writableLength > behindBytesMax) raw.destroy()
        else raw.write(text)
      }
      const unsubscribe = engine.feed.subscribe(accountId, (delivery) => {
        write(`event: delivery\ndata: ${JSON.stringify(showDelivery(delivery, engine.attemptsPerSeries))}\n\n`)
      })
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
      const end = () => raw.end()
      open.add(end)
      raw.on('close', () => {
        unsubscribe()
        clearInterval(heartbeat)
        open.delete(end)
      })
      raw.writeHead(200, headersOf(reply))
      write(': welcome\n\n')
    },
  )

  server.addHook('preClose', async () => {
    for (const end of open) end()
  })
  done()
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
