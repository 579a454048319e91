import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { eventNames } from '../../domain/event.ts'
import { hookSources } from '../../domain/hook.ts'
import type { ConfigurationRecord } from '../../store/contract/directory.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf, credentialOf } from '../authenticate.ts'
import { limitDefault, pageOf, pageQuery, readIdCursor } from '../pages.ts'
import { publicId, readId } from '../public-ids.ts'
import { anyObject, closed, eventName, id, idParam, listOf, nullable, oneOf, productId, text } from '../shapes/base.ts'
import { configurationShape, showConfiguration } from '../shapes/configuration.ts'
import { refuseAt } from '../times.ts'

const params = idParam('cfg')
const tags = ['Integrations']
const { name, events, state, disabledReason, health, createdAt } = configurationShape.properties

const hookShape = Type.Object(
  {
    id: id('cfg'),
    targetUrl: Type.String(),
    events,
    productId: configurationShape.properties.productId,
    name,
    source: oneOf(hookSources),
    credentialId: nullable(id('crd')),
    state,
    disabledReason,
    subscriptions: Type.Integer({ description: 'How often it has been subscribed, less how often unsubscribed.' }),
    health,
    createdAt,
  },
  { title: 'Hook' },
)

const subscribedShape = Type.Object({
  ...hookShape.properties,
  secret: Type.String({ description: 'The signing secret, whsec_…' }),
  hottok: Type.String({
    description: 'The verification token of this hook alone, sent as x-hotmart-hottok. Told here and nowhere else.',
  }),
})

const hookInput = closed({
  targetUrl: Type.String({ minLength: 1, maxLength: 2_048, description: 'Where events are POSTed to: https.' }),
  event: Type.Optional(eventName),
  events: Type.Optional(
    Type.Array(eventName, {
      minItems: 1,
      maxItems: eventNames.length,
      uniqueItems: true,
      description: 'Instead of event; without either: every event.',
    }),
  ),
  productId: Type.Optional(nullable(productId)),
  name: Type.Optional(
    nullable(text(100, { description: 'Name of the setting; made up from source and event if absent.' })),
  ),
  source: Type.Optional(
    oneOf(hookSources, { description: 'What makes the hook; by the host of targetUrl if absent.' }),
  ),
})

/** REST hooks, for Zapier and others: a thin alias of configurations. */
export const hookRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  const { hooks } = services

  server.post(
    '/v1/hooks',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'createHook',
        tags,
        summary: 'Subscribe an address to events',
        description:
          'Makes a configuration that is marked with its source. Nothing is sent to the address until an event comes, and it is not checked. Its verification token is its own, not the account’s. When it answers 410 the hook is removed. The same address, events and product again, from the same credential, answer 200 with the hook that is there: it is enabled if it was disabled, and removed when it was unsubscribed as often as subscribed.',
        body: hookInput,
        response: { 200: subscribedShape, 201: subscribedShape },
      },
    },
    async (request, reply) => {
      const { event, events, targetUrl, productId = null, name = null, source = null } = request.body
      if (event !== undefined && events !== undefined) {
        throw refuseAt('/events', 'says the same as event: send one of the two')
      }
      const input = { targetUrl, productId, name, source, credentialId: credentialOf(request) }
      const wanted = { ...input, events: event === undefined ? (events ?? null) : [event] }
      const { record, secret, hottok, created } = await hooks.create(accountOf(request), wanted, actorOf(request))
      return reply.code(created ? 201 : 200).send({ ...show(record), secret, hottok })
    },
  )

  server.get(
    '/v1/hooks',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listHooks',
        tags,
        summary: 'What other programs have subscribed, newest first',
        querystring: closed(pageQuery),
        response: { 200: listOf(hookShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor } = request.query
      const before = readIdCursor('hooks', cursor)
      const rows = await hooks.list(accountOf(request), { before, limit: limit + 1 })
      return pageOf(rows, limit, 'hooks', (row) => row.configuration.id, show)
    },
  )

  server.get(
    '/v1/hooks/sample',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getHookSample',
        tags,
        summary: 'What a hook would be sent',
        description:
          'The newest events of the account, at most three and no tests, in the shape in which they are delivered; an example where there is none yet.',
        querystring: closed({ event: Type.Optional(eventName), productId: Type.Optional(productId) }),
        response: {
          200: Type.Object({
            data: Type.Array(anyObject('A body of version 2.0.0.')),
            from: oneOf(['events', 'examples']),
          }),
        },
      },
    },
    async (request) => {
      const { event = null, productId = null } = request.query
      const { bodies, from } = await hooks.sample(accountOf(request), { event, productId })
      return { data: [...bodies], from }
    },
  )

  server.get(
    '/v1/hooks/:id',
    {
      config: { access: 'account', scope: 'read' },
      schema: { operationId: 'getHook', tags, summary: 'A hook', params, response: { 200: hookShape } },
    },
    async (request) => show(await hooks.get(accountOf(request), readId('cfg', request.params.id))),
  )

  server.delete(
    '/v1/hooks/:id',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'removeHook',
        tags,
        summary: 'Unsubscribe',
        description:
          'Takes one subscription away. With the last one the hook is removed: what is pending is cancelled; its posts stay in the history.',
        params,
        response: { 204: Type.Null({ description: 'It is unsubscribed.' }) },
      },
    },
    async (request, reply) => {
      await hooks.remove(accountOf(request), readId('cfg', request.params.id), actorOf(request))
      return reply.code(204).send(null)
    },
  )
  done()
}

function show(record: ConfigurationRecord) {
  const { id, name, url, events, productId, state, disabledReason, health, createdAt } = showConfiguration(record)
  const { credentialId, source, subscriptions } = record.configuration
  return {
    id,
    targetUrl: url,
    events,
    productId,
    name,
    source: hookSources.find((known) => known === source) ?? 'other',
    credentialId: credentialId && publicId('crd', credentialId),
    state,
    disabledReason,
    subscriptions,
    health,
    createdAt,
  } as const
}
