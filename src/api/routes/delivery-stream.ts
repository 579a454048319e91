import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { messagesOf, streamAnswers } from '../http/event-stream.ts'
import { showDelivery } from '../shapes/delivery.ts'

export const deliveryStreamRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  const messageOf = messagesOf('delivery', (delivery: Delivery) => showDelivery(delivery, engine.attemptsPerSeries))

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
        response: streamAnswers,
      },
    },
    (request, reply) =>
      server.stream(request, reply, (tell) =>
        engine.feed.subscribe(accountOf(request), (delivery) => tell(messageOf(delivery))),
      ),
  )
  done()
}
