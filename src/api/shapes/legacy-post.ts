import { Type } from 'typebox'
import { outcomes } from '../../domain/delivery/attempt.ts'
import { isBeingSent, type LegacyAttempt, type LegacyPost, legacyPostStates } from '../../domain/legacy-post.ts'
import { type CutText, putHottoks } from '../../domain/secrets/cut-hottok.ts'
import { hiddenHottok } from '../../domain/secrets/hottok.ts'
import type { LegacyPostInput } from '../../services/new-legacy-post.ts'
import type { LegacyPostDetail, LegacyPostFilter } from '../../store/contract/legacy-posts.ts'
import { readTime, refuseAt, showTime, showTimeOrNull } from '../times.ts'
import { closed, nullable, oneOf, type Static, text, time, timeInput, timeQuery, wellFormed } from './base.ts'
import { showBody, tenths } from './delivery.ts'

// -- coming in ---------------------------------------------------------------------------------------------------------------

/** Of a body that is sent again as a whole. Characters. */
const bodyLengthMax = 262_144
const idPattern = '^[A-Za-z0-9][A-Za-z0-9._:@~+=-]{0,127}$'
/** In a body: no NUL, which not every store can keep, and no half surrogate pairs, which no encoding can write. */
const sendable = '^[^\\x00]*$'

export const legacyPostInput = closed({
  id: Type.Unsafe<string | number>({
    type: ['string', 'integer'],
    pattern: idPattern,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'What the earlier tool called it: 1 to 128 of A–Z a–z 0–9 . _ : @ ~ + = -, a letter or figure first.',
  }),
  at: timeInput,
  url: text(2_048, { description: 'Where it was sent to, at most 2,048 characters.' }),
  event: text(64, { description: 'What happened, as the earlier tool called it, such as PURCHASE_APPROVED.' }),
  transaction: Type.Optional(nullable(text(64))),
  product: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))),
  status: Type.Optional(
    nullable(
      Type.Integer({
        minimum: -1,
        maximum: 599,
        description:
          'HTTP code of the last attempt; -1: no connection; null: no attempt. A 2xx makes it a sent post, anything else a pending one.',
      }),
    ),
  ),
  attempts: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 99_999 }))),
  contentType: Type.Optional(
    nullable(
      Type.String({
        pattern: '^[\\x20-\\x7e]{1,255}$',
        description: 'Of the body, in visible ASCII. null: JSON if the body is, else a form.',
      }),
    ),
  ),
  body: Type.Optional(
    nullable(
      Type.String({
        maxLength: bodyLengthMax,
        pattern: sendable,
        format: wellFormed,
        description: 'What was sent, to the letter: text without NUL and half surrogate pairs.',
      }),
    ),
  ),
  response: Type.Optional(
    nullable(Type.String({ description: 'What was answered last; the first 65,536 characters are kept.' })),
  ),
})

/** A time further ahead was meant to be another one. Time zones put wrong differ by less. */
const aheadMaxMs = 24 * 3_600_000

/** @throws Refusal invalid_request */
export function readLegacyPost(input: Static<typeof legacyPostInput>, now: number): LegacyPostInput {
  const at = readTime(input.at, '/at')
  if (at > now + aheadMaxMs) throw refuseAt('/at', 'must not lie in the future')
  const status = input.status ?? null
  return {
    id: String(input.id),
    at,
    url: input.url,
    event: input.event,
    transaction: input.transaction ?? null,
    productId: input.product ?? null,
    status,
    attempts: input.attempts ?? (status === null ? 0 : 1),
    contentType: input.contentType ?? null,
    body: input.body ?? '',
    response: input.response ?? null,
  }
}

export const legacyImportShape = Type.Object(
  {
    records: Type.Integer({ description: 'Posts that came, empty lines left out.' }),
    imported: Type.Integer({ description: 'New ones, kept.' }),
    present: Type.Integer({ description: 'Those that were there already, word for word.' }),
    refused: Type.Integer({ description: 'Those of which nothing was kept.' }),
    errors: Type.Array(
      Type.Object(
        {
          line: Type.Integer({ description: 'In which the post begins, from 1.' }),
          pointer: Type.String({ description: 'The field, such as /at; empty: the line as a whole.' }),
          detail: Type.String({ description: 'What is wrong, and what to do about it.' }),
        },
        { title: 'LegacyImportError' },
      ),
      { description: 'Of the first 1,000 posts that were refused.' },
    ),
  },
  { title: 'LegacyImport' },
)

// -- going out ---------------------------------------------------------------------------------------------------------------

const legacyPostProperties = {
  id: Type.String({ description: 'As the earlier tool called it.' }),
  at: time,
  url: Type.String({ description: 'A hottok in it is masked.' }),
  event: Type.String(),
  transaction: nullable(Type.String()),
  product: nullable(Type.Integer()),
  state: oneOf(legacyPostStates),
  sending: Type.Boolean({ description: 'Whether it is being processed again right now.' }),
  status: nullable(
    Type.Integer({
      description: 'HTTP code of the last attempt; 408: not answered in time; -1: no connection; null: no attempt.',
    }),
  ),
  attempts: Type.Integer({ description: 'All of them, those made here too.' }),
  contentType: Type.String(),
  importedAt: time,
  lastAttemptAt: nullable(Type.String({ format: 'date-time', description: 'Of those made here; null: none.' })),
}

export const legacyPostShape = Type.Object(legacyPostProperties, { title: 'LegacyPost' })

export const legacyPostDetailShape = Type.Object(
  {
    ...legacyPostProperties,
    body: Type.String({ description: 'What was sent, to the letter; a hottok in it is masked.' }),
    response: nullable(Type.String({ description: 'What the earlier tool was answered last.' })),
    responseTruncated: Type.Boolean({ description: 'Whether only the beginning of the response was kept.' }),
    processedAgain: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ description: 'Counts the attempts made here.' }),
          by: Type.String({ description: 'Who asked for it.' }),
          at: time,
          outcome: nullable(
            oneOf(outcomes, { description: 'null: under way, or the server stopped in the middle of it.' }),
          ),
          status: nullable(Type.Integer()),
          cause: nullable(Type.String()),
          durationMs: nullable(Type.Number()),
          response: nullable(
            Type.Object({
              headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
              body: Type.String(),
              encoding: oneOf(['utf-8', 'base64'], { description: 'How body is written.' }),
              truncated: Type.Boolean({ description: 'Whether only the beginning was kept.' }),
            }),
          ),
        },
        { title: 'LegacyAttempt' },
      ),
      { description: 'The attempts made here, oldest first.' },
    ),
    actions: Type.Array(
      Type.Object({
        at: time,
        by: Type.String(),
        kind: oneOf(['imported', 'processed-again', 'attempted', 'interrupted']),
        detail: nullable(Type.String()),
      }),
    ),
  },
  { title: 'LegacyPostDetail' },
)

export function showLegacyPost(post: LegacyPost, now: number): Static<typeof legacyPostShape> {
  return {
    id: post.id,
    at: showTime(post.at),
    url: masked(post.url),
    event: post.event,
    transaction: post.transaction,
    product: post.productId,
    state: post.state,
    sending: isBeingSent(post, now),
    status: post.status,
    attempts: post.attempts,
    contentType: post.contentType,
    importedAt: showTime(post.importedAt),
    lastAttemptAt: showTimeOrNull(post.lastAttemptAt),
  }
}

export function showLegacyPostDetail(
  { post, payload, attempts }: LegacyPostDetail,
  now: number,
): Static<typeof legacyPostDetailShape> {
  return {
    ...showLegacyPost(post, now),
    body: masked(payload.body),
    response: payload.response,
    responseTruncated: payload.responseTruncated,
    processedAgain: attempts.map(showAttempt),
    actions: [
      { at: showTime(post.importedAt), by: 'platform', kind: 'imported', detail: null },
      ...attempts.flatMap((attempt, index) =>
        actionsOf(attempt, isBeingSent(post, now) && index === attempts.length - 1),
      ),
    ],
  }
}

type Detail = Static<typeof legacyPostDetailShape>

function showAttempt({ number, by, at, result }: LegacyAttempt): Detail['processedAgain'][number] {
  const answered = result?.outcome === 'delivered' || result?.outcome === 'rejected'
  return {
    number,
    by,
    at: showTime(at),
    outcome: result?.outcome ?? null,
    status: result?.status ?? null,
    cause: result?.cause ?? null,
    durationMs: result ? tenths(result.timings.totalMs) : null,
    response: answered
      ? {
          headers: result.responseHeaders.map(([name, value]) => ({ name, value })),
          ...showBody({
            headers: result.responseHeaders,
            body: result.responseBody,
            truncated: result.responseTruncated,
          }),
          truncated: result.responseTruncated,
        }
      : null,
  }
}

function actionsOf({ at, by, number, result }: LegacyAttempt, underWay: boolean): Detail['actions'] {
  const asked = { at: showTime(at), by, kind: 'processed-again', detail: null } as const
  if (result) {
    const endedAt = showTime(at + Math.round(result.timings.totalMs))
    const detail = `attempt ${number}: ${result.outcome} (${result.status})`
    return [asked, { at: endedAt, by: 'postback', kind: 'attempted', detail }]
  }
  if (underWay) return [asked]
  const detail = 'The server stopped in the middle of it: whether it arrived is not known.'
  return [asked, { at: asked.at, by: 'postback', kind: 'interrupted', detail }]
}

function masked(text: CutText): string {
  return putHottoks(text, hiddenHottok)
}

// -- lists -------------------------------------------------------------------------------------------------------------------

export const legacyPostFilterQuery = {
  state: Type.Optional(oneOf(legacyPostStates, { description: 'sent: answered with a 2xx; pending: all others.' })),
  event: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  transaction: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  product: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  status: Type.Optional(
    Type.Unsafe<number | 'none'>({
      anyOf: [{ type: 'integer', minimum: -1, maximum: 599 }, { enum: ['none'] }],
      description: 'HTTP code of the last attempt; -1: no connection; none: no attempt.',
    }),
  ),
  from: Type.Optional(timeQuery('Sent at or after it.')),
  to: Type.Optional(timeQuery('Sent before it.')),
}

const filterShape = closed(legacyPostFilterQuery)

export function readLegacyPostFilter(accountId: string, query: Static<typeof filterShape>): LegacyPostFilter {
  const { state, event, transaction, product, status, from, to } = query
  return {
    accountId,
    ...(state !== undefined && { state }),
    ...(event !== undefined && { event }),
    ...(transaction !== undefined && { transaction }),
    ...(product !== undefined && { productId: product }),
    ...(status !== undefined && { status: status === 'none' ? null : status }),
    ...(from !== undefined && { from: readTime(from, '?from') }),
    ...(to !== undefined && { to: readTime(to, '?to') }),
  }
}
