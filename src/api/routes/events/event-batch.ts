import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Refusal } from '../../../domain/errors.ts'
import { subjectText } from '../../../domain/subject.ts'
import { parseJson } from '../../../domain/text/json-text.ts'
import type { ReportedUpdate } from '../../../domain/update.ts'
import { Slices } from '../../../engine/slices.ts'
import type { Api } from '../../api.ts'
import { asRefusal, internalProblem, problemOf } from '../../http/error-response.ts'
import { batchBytesMax, bodyBytesMax } from '../../http/transport.ts'
import { refusalOf } from '../../http/validation.ts'
import { readEvent, reportEvent } from '../../report-event.ts'
import type { Static } from '../../shapes/base.ts'
import { eventInput } from '../../shapes/event-input.ts'

const linesMax = 1_000
/** Looked through at a time: some milliseconds, where each is a line break. */
const charactersAtOnce = 512 * 1024
/** Read and checked at most in one turn of the loop. */
const sliceLines = 8
/** Of one batch: enough to share commits, and few enough that a batch holds little of the intake. */
const linesInIntakeMax = 128
const ndjson = 'application/x-ndjson'

/** Where a line lies in the body. It is cut out when its turn comes. */
interface Line {
  readonly number: number
  readonly start: number
  readonly end: number
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
          'One event in each line, as for POST /v1/events; up to 1,000 lines. Lines are accepted one after the other, beside what other callers report: when the connection breaks, those accepted so far stay, and the rest is not accepted. With an `id` in each event a batch can be sent again as it is. Answers one line for each in the same order: `{line, status, eventId?, deliveries?, duplicate?, reason?, code?, detail?, errors?}`. A bad line never spoils the others. Empty lines are counted and skipped.',
        consumes: [ndjson],
        produces: [ndjson],
        body: Type.String({ description: 'Newline-delimited JSON.' }),
        response: { 200: Type.String({ description: 'Newline-delimited JSON.' }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const results = await takeAll(body, request)
      const text = results.map((result) => `${JSON.stringify(result)}\n`).join('')
      return reply.type(ndjson).serializer(String).send(text)
    },
  )

  /** Lines about different things together, so that they share commits; those about one in their order. */
  async function takeAll(body: string, request: FastifyRequest): Promise<readonly object[]> {
    const slices = new Slices({ piecesMost: sliceLines })
    const lines = await linesOf(body, slices)
    const read = readerFor(request)
    const lastOf = new Map<string, Promise<unknown>>()
    const results: Promise<LineResult>[] = []
    /** Whose events they have been so far. */
    const accounts = new Set<string>()
    for (const { number, start, end } of lines) {
      await results.at(-linesInIntakeMax)
      if (slices.isOver()) {
        await slices.turn()
        // Deliveries of the same accounts that have fallen behind catch up.
        await engine.holdBack(accounts)
        if (request.socket.destroyed) break
      }
      try {
        const event = read(Buffer.from(body.slice(start, end)))
        const subject = subjectText(event.subject, String(number))
        const result = report(event, lastOf.get(subject), { request, accounts })
        lastOf.set(subject, result)
        results.push(result)
      } catch (error) {
        results.push(Promise.resolve(failureOf(error, request)))
      }
    }
    return (await Promise.all(results)).map((result, index) => ({ line: lines[index]?.number, ...result }))
  }

  function readerFor(request: FastifyRequest): (line: Buffer) => ReportedUpdate {
    const validate = request.compileValidationSchema(eventInput, 'body')
    return (line) => {
      if (line.length > bodyBytesMax) {
        throw new Refusal('payload_too_large', {
          detail: 'A line holds at most 1 MiB, as a request with one event does.',
        })
      }
      // Made of its own bytes: a part of the whole text would be read character by character through it.
      const input = parseJson(line.toString().trim(), line)
      if (!validate(input)) throw refusalOf((validate.errors ?? []) as never, 'body')
      return readEvent(input as unknown as Static<typeof eventInput>, engine.clock.now())
    }
  }

  async function report(
    event: ReportedUpdate,
    before: Promise<unknown> | undefined,
    { request, accounts }: { request: FastifyRequest; accounts: Set<string> },
  ): Promise<LineResult> {
    await before
    try {
      const answer = await reportEvent({ engine, intake }, event)
      if (answer.status === 202 && answer.accountId !== null) accounts.add(answer.accountId)
      return { status: answer.status, ...answer.body }
    } catch (error) {
      return failureOf(error, request)
    }
  }
  done()
}

/** The lines that say something, counted before any is cut out: a body can hold millions of empty ones. */
async function linesOf(text: string, slices: Slices): Promise<readonly Line[]> {
  const lines: Line[] = []
  let number = 1
  for (let at = 0, restAt = charactersAtOnce; at < text.length; at++) {
    if (at >= restAt) {
      if (slices.isOver()) await slices.turn()
      restAt = at + charactersAtOnce
    }
    const character = text.charCodeAt(at)
    if (character === newline) number++
    else if (!isBlank(character)) {
      if (lines.length === linesMax) throw new Refusal('too_many_lines')
      const found = text.indexOf('\n', at)
      const end = found === -1 ? text.length : found
      lines.push({ number, start: at, end })
      at = end - 1
    }
  }
  if (lines.length === 0) {
    throw new Refusal('invalid_request', { errors: [{ pointer: '', detail: 'must hold at least one line' }] })
  }
  return lines
}

const [newline, carriageReturn, space, tab] = [10, 13, 32, 9]

function isBlank(character: number): boolean {
  return character === space || character === tab || character === carriageReturn
}

function failureOf(error: unknown, request: FastifyRequest): LineResult {
  const refusal = asRefusal(error, request)
  if (!refusal) request.log.error({ err: error, requestId: request.id }, 'a line of a batch failed')
  const { status, code, detail, errors } = refusal ? problemOf(refusal, request.id) : internalProblem(request.id)
  return { status, code, detail, ...(errors.length > 0 ? { errors } : {}) }
}
