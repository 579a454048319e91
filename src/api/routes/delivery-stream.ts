import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { eventStreams } from '../event-stream.ts'
import { showDelivery } from '../shapes/delivery.ts'

export const deliveryStreamRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  const stream = eventStreams(server)

  server.get(
    '/v1/deliveries/stream',
    {
      exposeHeadRoute: false,
      config: { access: 'account', scope: 'read' },
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
    (request, reply) =>
      stream(request, reply, (tell) =>
        engine.feed.subscribe(accountOf(request), (delivery) =>
          tell('delivery', showDelivery(delivery, engine.attemptsPerSeries)),
        ),
      ),
  )
  done()
}
