import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Product } from '../../../domain/account.ts'
import { Refusal } from '../../../domain/errors.ts'
import { eventNames, hasEvent, isPurchaseEvent, versionsOf } from '../../../domain/event.ts'
import { type DocumentedParameter, documentEvent } from '../../../domain/payload/documentation/documentation.ts'
import { eventTexts } from '../../../domain/payload/documentation/event-text.ts'
import { textIn } from '../../../domain/payload/local-text.ts'
import { formMediaType, jsonMediaType } from '../../../domain/text/media-type.ts'
import type { Api } from '../../api.ts'
import type { Principal } from '../../authenticate.ts'
import {
  anyObject,
  closed,
  eventName,
  localeQuery,
  nullable,
  oneOf,
  payloadVersion,
  productId,
  purchaseKind,
} from '../../shapes/base.ts'
import { refuseAt } from '../../times.ts'

const affiliateRules = ['yes', 'with-buyer-data', 'no'] as const satisfies readonly DocumentedParameter['affiliate'][]
const versions = Type.Array(payloadVersion, { description: 'The versions of the payload that have it.' })
const parameterTypes = [
  'string',
  'integer',
  'number',
  'boolean',
  'object',
  'open',
] as const satisfies readonly DocumentedParameter['type'][]

export const eventTypeRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  server.get(
    '/v1/event-types',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'listEventTypes',
        tags: ['Documentation'],
        summary: 'Every event that a configuration can select',
        querystring: closed({ locale: localeQuery }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                event: eventName,
                title: Type.String(),
                meaning: Type.String(),
                versions,
              }),
            ),
          }),
        },
      },
    },
    async ({ query: { locale = 'en' } }) => ({
      data: eventNames.map((event) => ({
        event,
        title: textIn(eventTexts[event].title, locale),
        meaning: textIn(eventTexts[event].meaning, locale),
        versions: [...versionsOf(event)],
      })),
    }),
  )

  server.get(
    '/v1/event-types/:event',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getEventType',
        tags: ['Documentation'],
        summary: 'What an event looks like on the wire',
        description:
          'Every parameter, an example, and the JSON Schema of the body; of a form, of its decoded parameters. productId needs a key.',
        params: closed({ event: eventName }),
        querystring: closed({
          version: Type.Optional(payloadVersion),
          locale: localeQuery,
          productId: Type.Optional(productId),
          kind: Type.Optional(purchaseKind),
        }),
        response: {
          200: Type.Object(
            {
              event: eventName,
              version: payloadVersion,
              title: Type.String(),
              meaning: Type.String(),
              versions,
              parameters: Type.Array(
                Type.Object({
                  name: Type.String(),
                  in: oneOf(['header', 'body']),
                  type: oneOf(parameterTypes),
                  affiliate: oneOf(affiliateRules),
                  description: Type.String(),
                  format: Type.String(),
                  size: Type.String(),
                  presence: Type.String({ description: 'When it is sent, in words.' }),
                  always: Type.Boolean({ description: 'Whether every delivery has it.' }),
                  since: nullable(Type.String()),
                  enum: Type.Unsafe<string[] | null>({ type: ['array', 'null'], items: { type: 'string' } }),
                  example: Type.Unknown(),
                }),
              ),
              headers: Type.Record(Type.String(), Type.String()),
              contentType: oneOf([jsonMediaType, formMediaType], {
                description: 'Form of the body.',
              }),
              body: Type.String({ description: 'The exact body of a delivery to the producer.' }),
              example: anyObject('The same as it is read: JSON, or the parameters of a form by name.'),
              schema: anyObject('JSON Schema 2020-12.'),
            },
            { title: 'EventType' },
          ),
        },
      },
    },
    async (request) => {
      const { version = '2.0.0', locale = 'en', productId, kind } = request.query
      const { event } = request.params
      if (!hasEvent(version, event)) {
        throw new Refusal('event_not_in_version', {
          errors: [
            {
              pointer: '?version',
              detail: `must be ${versionsOf(event).join(' or ')}: version ${version} has no ${event}`,
            },
          ],
        })
      }
      if (kind !== undefined && !isPurchaseEvent(event))
        throw refuseAt('?kind', `is for purchase events: leave it out for ${event}`)
      const product = productId === undefined ? null : await productFor(request.principal, productId)
      const page = documentEvent(event, version, { locale, ...(product && { product }), ...(kind && { kind }) })
      return {
        ...page,
        versions: [...versionsOf(event)],
        parameters: page.parameters.map((it) => ({ ...it, enum: it.enum && [...it.enum] })),
      }
    },
  )

  /** The documentation is public, the name of a product is not. */
  const productFor = async (principal: Principal | null, id: number): Promise<Product> => {
    if (!principal) throw new Refusal('unauthenticated')
    const product = await engine.store.getProduct(id)
    const { accountId } = principal
    const mine = accountId === null || product?.accountId === accountId || product?.coProducers.includes(accountId)
    if (product && mine) return product
    throw new Refusal('unknown_product', {
      errors: [{ pointer: '?productId', detail: 'This account has no such product.' }],
    })
  }
  done()
}
