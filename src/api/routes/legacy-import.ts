import { Readable } from 'node:stream'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type FieldError, Refusal } from '../../domain/errors.ts'
import { Slices } from '../../engine/slices.ts'
import type { LegacyPostInput } from '../../services/new-legacy-post.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { refusalOf } from '../http/validation.ts'
import { type ImportFormat, type ImportRecord, readPosts } from '../import/posts.ts'
import type { Static } from '../shapes/base.ts'
import { legacyImportShape, legacyPostInput, readLegacyPost } from '../shapes/legacy-post.ts'

const formats: Readonly<Record<string, ImportFormat>> = { 'application/x-ndjson': 'ndjson', 'text/csv': 'csv' }
/** Each batch is one commit, and nothing else happens meanwhile: some milliseconds. */
const batchPosts = 200
const batchCharacters = 1024 * 1024
const errorsOfPosts = 1_000

const columns = { known: Object.keys(legacyPostInput.properties), required: legacyPostInput.required }

type Report = { -readonly [Key in keyof Static<typeof legacyImportShape>]: Static<typeof legacyImportShape>[Key] }
type Line = { readonly line: number; readonly input: LegacyPostInput }

/** A plugin of its own: here a body is a stream, which is read as fast as its posts are kept, and never held as a whole. */
export const legacyImportRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services, isReady }, done) => {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(Object.keys(formats), (_request, payload, parsed) => parsed(null, payload))

  server.post(
    '/v1/legacy-posts/import',
    {
      config: { access: 'platform-for-account' },
      schema: {
        operationId: 'importLegacyPosts',
        tags: ['Legacy posts'],
        summary: 'Import posts of the earlier tool',
        description:
          'One post in each line: NDJSON, or CSV whose first line names the columns. `id`, `at`, `url` and `event` are required; also `transaction`, `product`, `status`, `attempts`, `contentType`, `body` and `response`. Values of hottok are masked, wherever they stand. A post whose id is there already is left as it is, so whatever was interrupted is simply sent again. A bad line never spoils the others. A request may be as large as you wish, as long as 16 KiB of it arrive a second.',
        consumes: Object.keys(formats),
        body: Type.Unsafe<Readable>({ description: 'Newline-delimited JSON, or CSV. UTF-8.' }),
        response: { 200: legacyImportShape },
      },
    },
    async (request) => {
      const report: Report = { records: 0, imported: 0, present: 0, refused: 0, errors: [] }
      try {
        await importAll(request, report)
      } catch (error) {
        // The rest is let in and dropped, or the answer would never be seen.
        request.raw.resume()
        throw interrupted(error, report)
      } finally {
        const { imported, present, refused } = report
        request.log.info({ account: accountOf(request), imported, present, refused }, 'legacy posts were imported')
      }
      if (report.records === 0) {
        throw new Refusal('invalid_request', { errors: [{ pointer: '', detail: 'must hold at least one post' }] })
      }
      return report
    },
  )

  async function importAll(request: FastifyRequest, report: Report) {
    const accountId = accountOf(request)
    const read = readerFor(request, engine.clock.now())
    const slices = new Slices()
    let batch: Line[] = []
    let characters = 0
    const keep = async () => {
      if (!isReady()) throw new Refusal('stopping')
      const results = await services.legacyPosts.keep(
        accountId,
        batch.map(({ input }) => input),
      )
      for (const [index, { kind }] of results.entries()) {
        const { line = 0 } = batch[index] ?? {}
        if (kind === 'kept') report.imported++
        else if (kind === 'present') report.present++
        else refuse(report, line, [kind === 'different' ? taken : broken])
      }
      batch = []
      characters = 0
      await slices.turn()
    }
    // Left open when it is not read to its end: the answer goes over the same connection.
    const chunks = ((request.body ?? Readable.from([])) as Readable).iterator({ destroyOnReturn: false })
    for await (const record of readPosts(formatOf(request), inSlices(chunks, slices), columns)) {
      if (slices.isOver()) await slices.turn()
      report.records++
      const post = read(record)
      if ('errors' in post) refuse(report, post.line, post.errors)
      else {
        batch.push(post)
        characters += post.input.body.length + (post.input.response?.length ?? 0)
      }
      if (batch.length >= batchPosts || characters >= batchCharacters) await keep()
    }
    if (batch.length > 0) await keep()
  }
  done()
}

/** Not all that has arrived at once: it may be much, and little of it may be posts. */
async function* inSlices(chunks: AsyncIterable<Uint8Array>, slices: Slices): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (slices.isOver()) await slices.turn()
    yield chunk
  }
}

function readerFor(request: FastifyRequest, now: number) {
  const validate = request.compileValidationSchema(legacyPostInput, 'body')
  return (record: ImportRecord): Line | { readonly line: number; readonly errors: readonly FieldError[] } => {
    if ('errors' in record) return record
    const { line, value } = record
    if (validate(value)) return readOr(line, () => readLegacyPost(value as Static<typeof legacyPostInput>, now))
    return { line, errors: refusalOf((validate.errors ?? []) as never, 'body').errors }
  }
}

function readOr(line: number, read: () => LegacyPostInput) {
  try {
    return { line, input: read() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { line, errors: error.errors }
  }
}

function refuse(report: Report, line: number, errors: readonly FieldError[]) {
  report.refused++
  if (report.refused <= errorsOfPosts) report.errors.push(...errors.map((error) => ({ line, ...error })))
}

const taken: FieldError = {
  pointer: '/id',
  detail: 'is that of another post of this account, which was left as it is: give one of the two another id',
}
const broken: FieldError = { pointer: '', detail: 'could not be kept, for a reason in the server’s log: send it again' }

/** What was kept stays kept, and is worth knowing. */
function interrupted(error: unknown, { imported, present }: Report): unknown {
  const before = `${imported + present} posts were kept before that; sent again, they are left as they are.`
  if (error instanceof Refusal && (error.code === 'storage_unavailable' || error.code === 'stopping')) {
    return new Refusal(error.code, { detail: before, retryAfter: error.retryAfter ?? 1, cause: error })
  }
  // The caller has hung up, or was too slow.
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Refusal('invalid_request', { detail: `The body broke off. ${before}`, cause: error })
  }
  return error
}

function formatOf(request: FastifyRequest): ImportFormat {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';', 1)
  return formats[type.trim().toLowerCase()] ?? 'ndjson'
}
