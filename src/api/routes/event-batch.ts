import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import { parseJson } from '../../domain/json-text.ts'
import { subjectText } from '../../domain/subject.ts'
import type { ReportedUpdate } from '../../domain/update.ts'
import type { Api } from '../api.ts'
import { asRefusal, internalProblem, problemOf } from '../error-response.ts'
import { readEvent, reportEvent } from '../report-event.ts'
import type { Static } from '../shapes/base.ts'
import { eventInput } from '../shapes/event-input.ts'
import { batchBytesMax } from '../transport.ts'
import { refusalOf } from '../validation.ts'

const linesMax = 1_000
const ndjson = 'application/x-ndjson'

interface Line {
  readonly number: number
  readonly result: Promise<LineResult>
}

type LineResult = { readonly status: number } & Record<string, unknown>

export const eventBatchRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, intake }, done) => {
  server.post(
    '/v1/events/batch',
    {
      bodyLimit: batchBytesMax,
      config: { access: 'platform', accepts: [ndjson] },
      schema: {
        operationId: 'postEventBatch',
        tags: ['Reporting'],
        summary: 'Report many events',
        description:
          'One event in each line, as for POST /v1/events; up to 1,000 lines. Answers one line for each in the same order: `{line, status, eventId?, deliveries?, duplicate?, reason?, code?, detail?, errors?}`. A bad line never spoils the others. Empty lines are counted and skipped.',
        consumes: [ndjson],
        produces: [ndjson],
        body: Type.String({ description: 'Newline-delimited JSON.' }),
        response: { 200: Type.String({ description: 'Newline-delimited JSON.' }) },
      },
    },
    async (request, reply) => {
      const lines = submit(linesOf(request.body), request)
      let text = ''
      for (const { number, result } of lines) text += `${JSON.stringify({ line: number, ...(await result) })}\n`
      return reply.type(ndjson).serializer(String).send(text)
    },
  )

  /** Lines about different things together, so that they share commits; those about one in their order. */
  const submit = (texts: readonly { number: number; text: string }[], request: FastifyRequest): readonly Line[] => {
    const validate = request.compileValidationSchema(eventInput, 'body')
    const now = engine.clock.now()
    const read = (text: string): ReportedUpdate => {
      const input = parseJson(text)
      if (!validate(input)) throw refusalOf((validate.errors ?? []) as never, 'body')
      return readEvent(input as unknown as Static<typeof eventInput>, now)
    }
    const lastOf = new Map<string, Promise<unknown>>()
    return texts.map(({ number, text }) => {
      try {
        const event = read(text)
        const subject = subjectText(event.subject, String(number))
        const before = lastOf.get(subject)
        const result = report(event, before, request)
        lastOf.set(subject, result)
        return { number, result }
      } catch (error) {
        return { number, result: Promise.resolve(failureOf(error, request)) }
      }
    })
  }

  const report = async (
    event: ReportedUpdate,
    before: Promise<unknown> | undefined,
    request: FastifyRequest,
  ): Promise<LineResult> => {
    await before
    try {
      const { status, body } = await reportEvent({ intake, store: engine.store }, event)
      return { status, ...body }
    } catch (error) {
      return failureOf(error, request)
    }
  }
  done()
}

function linesOf(text: string): readonly { number: number; text: string }[] {
  const lines = text
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '')
  if (lines.length > linesMax) throw new Refusal('too_many_lines', { detail: `These are ${lines.length} lines.` })
  if (lines.length === 0) {
    throw new Refusal('invalid_request', { errors: [{ pointer: '', detail: 'must hold at least one line' }] })
  }
  return lines
}

function failureOf(error: unknown, request: FastifyRequest): LineResult {
  const refusal = asRefusal(error)
  if (!refusal) request.log.error({ err: error, requestId: request.id }, 'a line of a batch failed')
  const { status, code, detail, errors } = refusal ? problemOf(refusal, request.id) : internalProblem(request.id)
  return { status, code, detail, ...(errors.length > 0 ? { errors } : {}) }
}
