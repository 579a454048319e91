import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../../domain/errors.ts'
import type { Fate } from '../../../intake/intake.ts'
import type { IntakeNote } from '../../../store/contract/history.ts'
import type { Api } from '../../api.ts'
import { problemOf } from '../../http/error-response.ts'
import { readId } from '../../public-ids.ts'
import { closed, eventId, eventName, id, nullable, oneOf, type Static, time } from '../../shapes/base.ts'
import { faultyFields } from '../../shapes/problem.ts'
import { showTime } from '../../times.ts'

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

const fate = Type.Object(
  {
    updateId: id('upd'),
    state: oneOf(['buffered', 'event', 'unchanged', 'stale', 'duplicate', 'refused'], {
      description:
        'buffered: not decided on yet. event: it made the event that eventId names. duplicate: it came before, and made that event or none. refused: see problem.',
    }),
    eventId: nullable(eventId),
    problem: nullable(
      Type.Object({ code: Type.String(), title: Type.String(), detail: Type.String(), errors: faultyFields }),
    ),
  },
  { title: 'UpdateFate' },
)

export const intakeRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, intake }, done) => {
  server.get(
    '/v1/intake/:updateId',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'getUpdate',
        tags: ['Reporting'],
        summary: 'What became of a report that was buffered',
        description:
          'With a buffer in front of the store a report is answered before it is decided on. Without one there is nothing to ask for: each answer says what became of the report.',
        params: closed({ updateId: Type.String({ description: 'Id of the update.' }) }),
        response: { 200: fate },
      },
    },
    async (request) => {
      const found = await intake.find(readId('upd', request.params.updateId))
      if (found === null) throw new Refusal('not_found')
      return { updateId: request.params.updateId, ...showFate(found) }
    },
  )

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

function showFate(found: Fate): Omit<Static<typeof fate>, 'updateId'> {
  switch (found.kind) {
    case 'buffered':
      return { state: 'buffered', eventId: null, problem: null }
    case 'refused': {
      const { code, title, detail, errors } = problemOf(refusalOf(found), '')
      return { state: 'refused', eventId: null, problem: { code, title, detail, errors: [...errors] } }
    }
    case 'decided': {
      const { reported } = found
      const state = reported.kind === 'nothing' ? reported.why : reported.kind
      return { state, eventId: reported.kind === 'nothing' ? null : reported.eventId, problem: null }
    }
  }
}

function refusalOf({ code, detail, errors }: Extract<Fate, { kind: 'refused' }>): Refusal {
  return new Refusal(code, { errors, ...(detail !== null && { detail }) })
}

function countOf({ count, firstAt, lastAt, lastEventId }: IntakeNote) {
  return { count, firstSeenAt: showTime(firstAt), lastSeenAt: showTime(lastAt), lastEventId }
}
