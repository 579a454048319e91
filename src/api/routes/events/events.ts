import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type RoutingReason, routingSentences } from '../../../domain/matching.ts'
import { explainRouting, seeEvent } from '../../../services/routing.ts'
import type { Api } from '../../api.ts'
import { scopeOf } from '../../authenticate.ts'
import { callerOf } from '../../idempotency.ts'
import { publicId, readEventId } from '../../public-ids.ts'
import { readEvent, reportEvent } from '../../report-event.ts'
import { anyObject, buffered, closed, eventId, id, nullable, oneOf } from '../../shapes/base.ts'
import { deliveryShape, showDelivery } from '../../shapes/delivery.ts'
import { eventProperties, showEvent } from '../../shapes/event.ts'
import { eventInput } from '../../shapes/event-input.ts'

const params = closed({ id: Type.String({ description: 'Id of the event.' }) })
const reasons = Object.keys(routingSentences) as RoutingReason[]

export const eventRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, intake }, done) => {
  server.post(
    '/v1/events',
    {
      config: { access: 'platform', idempotent: 'by-commit' },
      schema: {
        operationId: 'postEvent',
        tags: ['Reporting'],
        summary: 'Report an event',
        description: 'Moves its transaction by the same rules as PUT /v1/transactions. Once answered, it is stored.',
        body: eventInput,
        response: {
          200: Type.Object({
            eventId: nullable(eventId),
            deliveries: Type.Integer(),
            duplicate: Type.Boolean({ description: 'The same id or Idempotency-Key came before.' }),
            reason: Type.Optional(oneOf(['unchanged', 'stale'])),
          }),
          202: Type.Union([Type.Object({ eventId, deliveries: Type.Integer(), duplicate: Type.Boolean() }), buffered]),
        },
      },
    },
    async (request, reply) => {
      const event = readEvent(request.body, engine.clock.now(), callerOf(request))
      const { status, body } = await reportEvent({ engine, intake }, event)
      return status === 202 ? reply.code(202).send(body) : reply.code(200).send(body)
    },
  )

  server.get(
    '/v1/events/:id',
    {
      config: { access: 'platform-or-account', scope: 'read' },
      schema: {
        operationId: 'getEvent',
        tags: ['Deliveries'],
        summary: 'An event, with its deliveries',
        description: 'The platform and the producer see it as it was reported, others as it was sent to them.',
        params,
        response: {
          200: Type.Object({
            ...eventProperties,
            data: nullable(anyObject('null: it was not sent to this account.')),
            deliveries: Type.Array(deliveryShape),
          }),
        },
      },
    },
    async (request) => {
      const seen = await seeEvent(engine.store, readEventId(request.params.id), scopeOf(request))
      return {
        ...showEvent(seen.event),
        data: seen.data,
        deliveries: seen.deliveries.map((delivery) => showDelivery(delivery, engine.attemptsPerSeries)),
      }
    },
  )

  server.get(
    '/v1/events/:id/routing',
    {
      config: { access: 'platform-or-account', scope: 'read' },
      schema: {
        operationId: 'getEventRouting',
        tags: ['Deliveries'],
        summary: 'Why each configuration got the event, or did not',
        description: 'An account sees its own configurations, the platform those of everybody concerned.',
        params,
        response: {
          200: Type.Object({
            eventId,
            data: Type.Array(
              Type.Object(
                {
                  accountId: Type.String(),
                  role: nullable(oneOf(['producer', 'coproducer', 'affiliate'])),
                  configurationId: id('cfg'),
                  name: Type.String(),
                  decision: oneOf(['sent', 'not-sent']),
                  reason: oneOf(reasons),
                  detail: Type.String({ description: 'The reason as a sentence.' }),
                  deliveryId: nullable(Type.String()),
                },
                { title: 'RoutingDecision' },
              ),
            ),
          }),
        },
      },
    },
    async (request) => {
      const eventId = readEventId(request.params.id)
      const routes = await explainRouting(engine.store, eventId, scopeOf(request))
      return {
        eventId,
        data: routes.map(({ configuration, role, reason, delivery }) => ({
          accountId: configuration.accountId,
          role,
          configurationId: publicId('cfg', configuration.id),
          name: configuration.name,
          decision: delivery ? ('sent' as const) : ('not-sent' as const),
          reason,
          detail: routingSentences[reason],
          deliveryId: delivery && publicId('dlv', delivery.id),
        })),
      }
    },
  )
  done()
}
