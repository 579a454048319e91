import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import type { JsonObject } from '../../domain/json.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { publicId, readIdAt } from '../public-ids.ts'
import { anyObject, closed, eventName, id, nullable, productId } from '../shapes/base.ts'

/** To as many places at once as anybody would look at. */
const targetsMax = 20

export const testRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  server.post(
    '/v1/tests',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'sendTest',
        tags: ['Deliveries'],
        summary: 'Send a test event',
        description:
          'Made up, but coherent: to configurations, even disabled ones, and to free addresses. Delivered, retried and recorded like any other, marked as a test.',
        body: closed({
          event: eventName,
          productId: Type.Optional(nullable(productId)),
          configurationIds: Type.Optional(Type.Array(Type.String(), { maxItems: targetsMax, uniqueItems: true })),
          urls: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 2_048 }), { maxItems: targetsMax, uniqueItems: true }),
          ),
          data: Type.Optional(anyObject('Changes to the example, as a merge patch (RFC 7396).')),
          withHottok: Type.Optional(
            Type.Boolean({ description: 'Whether free addresses get the verification token.' }),
          ),
        }),
        response: {
          202: Type.Object({
            deliveryIds: Type.Array(id('dlv'), { description: 'One for each target, configurations first.' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { event, productId = null, configurationIds = [], urls = [], data = {}, withHottok = false } = request.body
      if (request.principal?.kind === 'credential') refuseForTokens({ data, withHottok })
      const ids = configurationIds.map((text, i) => readIdAt('cfg', text, `/configurationIds/${i}`))
      const input = { event, productId, configurationIds: ids, urls, data, withHottok }
      const deliveryIds = await engine.tests.send(accountOf(request), input)
      return reply.code(202).send({ deliveryIds: deliveryIds.map((id) => publicId('dlv', id)) })
    },
  )
  done()
}

/** A token may try what is there; it neither writes payloads of its own, which would be signed, nor learns the account's token. */
function refuseForTokens({ data, withHottok }: { readonly data: JsonObject; readonly withHottok: boolean }) {
  const detail = 'must be left out: with an access token tests go as they are, and without the verification token'
  const errors = [
    ...(Object.keys(data).length > 0 ? [{ pointer: '/data', detail }] : []),
    ...(withHottok ? [{ pointer: '/withHottok', detail }] : []),
  ]
  if (errors.length > 0) throw new Refusal('token_forbidden', { errors })
}
