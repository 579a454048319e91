import type { LegacyAttempt, LegacyAttemptResult, LegacyPayload, LegacyPost } from '../../domain/legacy-post.ts'
import type { CutText } from '../../domain/secrets/cut-hottok.ts'
import type { NewLegacyPost } from '../contract/legacy-posts.ts'
import { truthFrom } from './codecs.ts'
import { legacyStateCode, legacyStateOf, outcomeOf } from './codes.ts'
import { all, one, run, truth, type Unit } from './unit.ts'

/** Legacy posts as rows, and back. */

export type LegacyPostRow = Omit<LegacyPost, 'url' | 'state'> & {
  readonly number: number
  readonly url: string
  readonly urlHottokAt: string | null
  readonly state: number
}

/** The columns of a LegacyPostRow, for a table called p. */
export const legacyPostColumns = `p.number, p.account as "accountId", p.id, p.at, p.url, p.url_hottok_at as "urlHottokAt", p.event,
  p."transaction", p.product as "productId", p.state, p.status, p.attempts, p.content_type as "contentType",
  p.imported_at as "importedAt", p.last_attempt_at as "lastAttemptAt", p.sending_until as "sendingUntil"`

export function legacyPostOf({ number, urlHottokAt, ...row }: LegacyPostRow): LegacyPost {
  return { ...row, url: cutTextOf(row.url, urlHottokAt), state: legacyStateOf(row.state) }
}

export function* findLegacyPost(accountId: string, id: string): Unit<LegacyPostRow | undefined> {
  return yield* one<LegacyPostRow>(
    `select ${legacyPostColumns} from legacy_posts p where p.account = ? and p.id = ?`,
    accountId,
    id,
  )
}

/** @returns its number; null: the account has one of that id */
export function* insertLegacyPost({ post, fingerprint }: NewLegacyPost): Unit<number | null> {
  const inserted = yield* one<{ number: number }>(
    `insert into legacy_posts (account, id, at, url, url_hottok_at, event, "transaction", product, state, status, attempts,
      content_type, fingerprint, imported_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (account, id) do nothing returning number`,
    post.accountId,
    post.id,
    post.at,
    post.url.text,
    hottokAtColumn(post.url),
    post.event,
    post.transaction,
    post.productId,
    legacyStateCode[post.state],
    post.status,
    post.attempts,
    post.contentType,
    fingerprint,
    post.importedAt,
  )
  return inserted?.number ?? null
}

export function* insertLegacyPayload(number: number, { body, response, responseTruncated }: LegacyPayload): Unit<void> {
  yield* run(
    'insert into legacy_payloads (post, body, body_hottok_at, response, response_truncated) values (?, ?, ?, ?, ?)',
    number,
    body.text,
    hottokAtColumn(body),
    response,
    truth(responseTruncated),
  )
}

export function* legacyPayloadOf(number: number): Unit<LegacyPayload> {
  const row = yield* one<{
    body: string
    body_hottok_at: string | null
    response: string | null
    response_truncated: number | boolean
  }>('select body, body_hottok_at, response, response_truncated from legacy_payloads where post = ?', number)
  if (!row) throw new Error(`The legacy post with the number ${number} has lost its payload.`)
  return {
    body: cutTextOf(row.body, row.body_hottok_at),
    response: row.response,
    responseTruncated: truthFrom(row.response_truncated),
  }
}

type Coded = 'outcome' | 'timings' | 'responseHeaders' | 'responseTruncated'
type ResultRow = Omit<LegacyAttemptResult, Coded> & {
  readonly outcome: number | null
  readonly timings: string
  readonly responseHeaders: string
  readonly responseTruncated: number | boolean
}

export function* legacyAttemptsOf(number: number): Unit<LegacyAttempt[]> {
  const rows = yield* all<Omit<LegacyAttempt, 'result'> & ResultRow>(
    `select number, by, at, outcome, status, cause, timings, response_headers as "responseHeaders",
      response_body as "responseBody", response_truncated as "responseTruncated"
      from legacy_attempts where post = ? order by number`,
    number,
  )
  return rows.map(({ number, by, at, ...result }) => ({ number, by, at, result: resultOf(result) }))
}

function resultOf(row: ResultRow): LegacyAttempt['result'] {
  if (row.outcome === null) return null
  return {
    ...row,
    outcome: outcomeOf(row.outcome),
    timings: JSON.parse(row.timings),
    responseHeaders: JSON.parse(row.responseHeaders),
    responseTruncated: truthFrom(row.responseTruncated),
  }
}

function hottokAtColumn({ hottokAt }: CutText): string | null {
  return hottokAt.length === 0 ? null : JSON.stringify(hottokAt)
}

function cutTextOf(text: string, hottokAt: string | null): CutText {
  return { text, hottokAt: hottokAt === null ? [] : (JSON.parse(hottokAt) as number[]) }
}
