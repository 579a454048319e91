import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { IntakeNote } from '../../store/contract/history.ts'
import type { Api } from '../api.ts'
import { eventId, eventName, nullable, time } from '../shapes/base.ts'
import { showTime } from '../times.ts'

const seen = { firstSeenAt: time, lastSeenAt: time, lastEventId: eventId }

const unknownField = Type.Object(
  {
    event: eventName,
    field: nullable(
      Type.String({
        description:
          'Path of the field, lists as []: data.commissions[].tax. null: all further ones of the event, for which the report had no room.',
      }),
    ),
    value: nullable(
      Type.String({
        description:
          'A value that is in no list of the documentation, of a field that is documented. null: the field itself is not documented, or all further values of it, for which the report had no room.',
      }),
    ),
    count: Type.Integer({ description: 'How many events held it.' }),
    ...seen,
  },
  { title: 'UnknownField' },
)

const missingField = Type.Object(
  {
    event: eventName,
    field: Type.String({ description: 'Path of the field, lists as []: data.commissions[].value.' }),
    count: Type.Integer({ description: 'How many events lacked it.' }),
    ...seen,
  },
  { title: 'MissingField' },
)

export const intakeRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine }, done) => {
  server.get(
    '/v1/intake/unknown-fields',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'listUnknownFields',
        tags: ['Reporting'],
        summary: 'Fields and values that were reported and are not documented',
        description:
          'They are passed on as they came; undocumented fields never to affiliates. A misspelled field is found here; so is a new means of payment. Counted per event, most frequent first, up to 1,000 in all. What an undocumented field or a free text holds is never kept. Those not seen for as long as the history reaches are forgotten.',
        response: { 200: Type.Object({ data: Type.Array(unknownField) }) },
      },
    },
    async () => ({
      data: (await engine.intakeReport.list())
        .filter(({ kind }) => kind !== 'missing')
        .map((note) => ({
          event: note.event,
          field: note.field === '' ? null : note.field,
          value: note.value === '' ? null : note.value,
          ...countOf(note),
        })),
    }),
  )

  server.get(
    '/v1/intake/missing-fields',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'listMissingFields',
        tags: ['Reporting'],
        summary: 'Fields that Hotmart always sends and that were not reported',
        description:
          'Receivers that were written for Hotmart count on them. Counted per event, most frequent first. Those not missed for as long as the history reaches are forgotten.',
        response: { 200: Type.Object({ data: Type.Array(missingField) }) },
      },
    },
    async () => ({
      data: (await engine.intakeReport.list())
        .filter(({ kind }) => kind === 'missing')
        .map((note) => ({ event: note.event, field: note.field, ...countOf(note) })),
    }),
  )
  done()
}

function countOf({ count, firstAt, lastAt, lastEventId }: IntakeNote) {
  return { count, firstSeenAt: showTime(firstAt), lastSeenAt: showTime(lastAt), lastEventId }
}
