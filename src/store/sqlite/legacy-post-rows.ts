import type { CutText } from '../../domain/cut-hottok.ts'
import type { LegacyAttempt, LegacyPayload, LegacyPost } from '../../domain/legacy-post.ts'
import type { NewLegacyPost } from '../contract/legacy-posts.ts'
import { legacyStateCode, legacyStateOf, outcomeOf } from './codes.ts'
import type { Database } from './database.ts'

/** Posts from before as rows, and back. */

export interface LegacyPostRow {
  readonly number: number
  readonly account: string
  readonly id: string
  readonly at: number
  readonly url: string
  readonly url_hottok_at: string | null
  readonly event: string
  readonly transaction: string | null
  readonly product: number | null
  readonly state: number
  readonly status: number | null
  readonly attempts: number
  readonly content_type: string
  readonly imported_at: number
  readonly last_attempt_at: number | null
  readonly sending_until: number | null
}

/** The columns of a LegacyPostRow, for a table called p. */
export const legacyPostColumns = `p.number, p.account, p.id, p.at, p.url, p.url_hottok_at, p.event, p."transaction", p.product,
  p.state, p.status, p.attempts, p.content_type, p.imported_at, p.last_attempt_at, p.sending_until`

export function legacyPostOf(row: LegacyPostRow): LegacyPost {
  return {
    accountId: row.account,
    id: row.id,
    at: row.at,
    url: cutTextOf(row.url, row.url_hottok_at),
    event: row.event,
    transaction: row.transaction,
    productId: row.product,
    state: legacyStateOf(row.state),
    status: row.status,
    attempts: row.attempts,
    contentType: row.content_type,
    importedAt: row.imported_at,
    lastAttemptAt: row.last_attempt_at,
    sendingUntil: row.sending_until,
  }
}

export function findLegacyPost(db: Database, accountId: string, id: string): LegacyPostRow | undefined {
  return db.get<LegacyPostRow>(
    `select ${legacyPostColumns} from legacy_posts p where p.account = ? and p.id = ?`,
    accountId,
    id,
  )
}

/** @returns its number; null: the account has one of that id */
export function insertLegacyPost(db: Database, { post, fingerprint }: NewLegacyPost): number | null {
  const inserted = db.get<{ number: number }>(
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

export function insertLegacyPayload(
  db: Database,
  number: number,
  { body, response, responseTruncated }: LegacyPayload,
) {
  db.run(
    'insert into legacy_payloads (post, body, body_hottok_at, response, response_truncated) values (?, ?, ?, ?, ?)',
    number,
    body.text,
    hottokAtColumn(body),
    response,
    responseTruncated ? 1 : 0,
  )
}

export function legacyPayloadOf(db: Database, number: number): LegacyPayload {
  const row = db.get<{
    body: string
    body_hottok_at: string | null
    response: string | null
    response_truncated: number
  }>('select body, body_hottok_at, response, response_truncated from legacy_payloads where post = ?', number)
  if (!row) throw new Error(`The post from before with the number ${number} has lost its payload.`)
  return {
    body: cutTextOf(row.body, row.body_hottok_at),
    response: row.response,
    responseTruncated: row.response_truncated === 1,
  }
}

interface LegacyAttemptRow {
  readonly number: number
  readonly by: string
  readonly at: number
  readonly outcome: number | null
  readonly status: number
  readonly cause: string | null
  readonly timings: string
  readonly response_headers: string
  readonly response_body: Uint8Array
  readonly response_truncated: number
}

export function legacyAttemptsOf(db: Database, number: number): LegacyAttempt[] {
  return db
    .all<LegacyAttemptRow>('select * from legacy_attempts where post = ? order by number', number)
    .map((row) => ({ number: row.number, by: row.by, at: row.at, result: resultOf(row) }))
}

function resultOf(row: LegacyAttemptRow): LegacyAttempt['result'] {
  if (row.outcome === null) return null
  return {
    outcome: outcomeOf(row.outcome),
    status: row.status,
    cause: row.cause,
    timings: JSON.parse(row.timings),
    responseHeaders: JSON.parse(row.response_headers),
    responseBody: row.response_body,
    responseTruncated: row.response_truncated === 1,
  }
}

function hottokAtColumn({ hottokAt }: CutText): string | null {
  return hottokAt.length === 0 ? null : JSON.stringify(hottokAt)
}

function cutTextOf(text: string, hottokAt: string | null): CutText {
  return { text, hottokAt: hottokAt === null ? [] : (JSON.parse(hottokAt) as number[]) }
}
