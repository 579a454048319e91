import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Api } from '../api.ts'
import { eventId, eventName, nullable, time } from '../shapes/base.ts'
import { showTime } from '../times.ts'

const unknownField = Type.Object(
  {
    event: eventName,
    field: nullable(
      Type.String({
        description:
          'Path of the field, lists as []: data.commissions[].tax. null: all further ones of the event, for which the report had no room.',
      }),
    ),
    count: Type.Integer({ description: 'How many events held it.' }),
    firstSeenAt: time,
    lastSeenAt: time,
    lastEventId: eventId,
  },
  { title: 'UnknownField' },
)

export const intakeRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  server.get(
    '/v1/intake/unknown-fields',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'listUnknownFields',
        tags: ['Reporting'],
        summary: 'Fields that were reported and are not documented',
        description:
          'They are passed on to producers and co-producers as they came, and never to affiliates. A misspelled field is found here; so is one that the documentation should have. Counted per event, most frequent first, up to 1,000 in all; no values are kept. Those not seen for as long as the history reaches are forgotten.',
        response: { 200: Type.Object({ data: Type.Array(unknownField) }) },
      },
    },
    async () => ({
      data: (await engine.unknownFields.list()).map(({ event, field, count, firstAt, lastAt, lastEventId }) => ({
        event,
        field: field === '' ? null : field,
        count,
        firstSeenAt: showTime(firstAt),
        lastSeenAt: showTime(lastAt),
        lastEventId,
      })),
    }),
  )
  done()
}
