import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Announcement } from '../../../engine/accept/announce.ts'
import type { Api } from '../../api.ts'
import { accountOf } from '../../authenticate.ts'
import { lastEventIdOf, message, messagesOf, streamAnswers } from '../../http/event-stream.ts'
import { closed, eventName, productId } from '../../shapes/base.ts'

export const eventListenRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  const messageOf = messagesOf('event', show, ({ event }) => event.id)

  server.get(
    '/v1/events/stream',
    {
      exposeHeadRoute: false,
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'streamEvents',
        tags: ['Deliveries'],
        summary: 'Events of the account, as they happen',
        description:
          'Server-sent events: `event: ready` once nothing is missed any more, and `event: event` with `{id, event, version, sequence, test, contentType, body, hottokAt}`, the body as this account is sent it and without a token, under its id. A listener that comes back names the last id in `Last-Event-ID`: what came after it is told first, up to 10,000 events. `event: missed` with `{count}` says how many could not be told; null: their number is not known. Every 10 s without news a comment is sent: after 30 s without a byte the line is lost.',
        produces: ['text/event-stream'],
        querystring: closed({
          event: Type.Optional(
            Type.Array(eventName, {
              minItems: 1,
              maxItems: 50,
              description: 'With commas, or repeated; absent: every event.',
            }),
          ),
          productId: Type.Optional(productId),
        }),
        response: streamAnswers,
      },
    },
    (request, reply) => {
      const { event: events, productId } = request.query
      const wants = ({ event }: Announcement) =>
        (events === undefined || events.includes(event.name)) &&
        (productId === undefined || productId === event.productId)
      const after = lastEventIdOf(request)
      server.stream(request, reply, (tell, flushed) =>
        engine.listen(accountOf(request), after, {
          tell: (news) => wants(news) && tell(messageOf(news)),
          pace: flushed,
          ready: (at) => tell(message('ready', {}, at)),
          missed: (count) => tell(message('missed', { count })),
        }),
      )
    },
  )
  done()
}

function show({ event, body }: Announcement) {
  return {
    id: event.id,
    event: event.name,
    version: body.version,
    sequence: event.sequence,
    test: event.test,
    contentType: body.contentType,
    body: body.text,
    hottokAt: body.hottokAt,
  }
}
