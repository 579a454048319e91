import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../../domain/errors.ts'
import { eventNames, hasEvent, payloadVersions } from '../../../domain/event.ts'
import { jsonSchemaOf } from '../../../domain/payload/documentation/json-schema.ts'
import type { JsonObject } from '../../../domain/text/json.ts'
import type { Api } from '../../api.ts'
import { asyncApiDocument } from '../../documents/asyncapi.ts'
import { allMessages } from '../../documents/messages.ts'
import { anyObject, closed } from '../../shapes/base.ts'

const tags = ['Documentation']

/** What receivers get, for programs: generators of code, validators, brokers. */
export const schemaRoutes: FastifyPluginCallbackTypebox<Api> = (server, { version, publicUrl }, done) => {
  /** Changes with the program, not while it runs; made when somebody first asks. */
  let asyncApi: JsonObject | undefined

  server.get(
    '/schemas/:version/:event.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getSchema',
        tags,
        summary: 'JSON Schema of a delivered body',
        description:
          'JSON Schema 2020-12. Its $id is a URN that is the same on every server, urn:postback:schema: with version and event; this address is where to find it.',
        produces: ['application/schema+json'],
        params: closed({
          version: Type.String({ description: 'Version of the payload, such as 2.0.0.' }),
          event: Type.String({ description: 'Name of an event, such as PURCHASE_APPROVED.' }),
        }),
        response: { 200: anyObject('The schema.') },
      },
    },
    async ({ params }, reply) => {
      const event = eventNames.find((known) => known === params.event)
      const version = payloadVersions.find((known) => known === params.version)
      if (!event || !version || !hasEvent(version, event)) throw new Refusal('not_found')
      return reply.type('application/schema+json').serializer(JSON.stringify).send(jsonSchemaOf(event, version))
    },
  )

  server.get(
    '/asyncapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getAsyncApi',
        tags,
        summary: 'What receivers get, as AsyncAPI 3.0',
        response: { 200: anyObject('The document.') },
      },
    },
    async (_request, reply) => {
      asyncApi ??= asyncApiDocument(allMessages(), { version, publicUrl })
      return reply.type('application/json').serializer(JSON.stringify).send(asyncApi)
    },
  )
  done()
}
