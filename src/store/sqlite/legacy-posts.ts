import { isSuccess } from '../../domain/attempt.ts'
import { isBeingSent, type LegacyAttemptResult, type LegacyPost } from '../../domain/legacy-post.ts'
import type { LegacyAttemptBegun, LegacyKeepResult, LegacyPostDetail, NewLegacyPost } from '../contract/legacy-posts.ts'
import { legacyStateCode, outcomeCode } from '../sql/codes.ts'
import type { Database } from './database.ts'
import {
  findLegacyPost,
  insertLegacyPayload,
  insertLegacyPost,
  type LegacyPostRow,
  legacyAttemptsOf,
  legacyPayloadOf,
  legacyPostOf,
} from './legacy-post-rows.ts'
import { unitOfItems } from './unit-of-items.ts'

/** Posts from before: kept once, read, and sent again one attempt at a time. */

export function keepLegacyPosts(db: Database, posts: readonly NewLegacyPost[]): LegacyKeepResult[] {
  return unitOfItems<NewLegacyPost, LegacyKeepResult>(db, posts, {
    once(item) {
      const number = insertLegacyPost(db, item)
      if (number === null) return { kind: isSame(db, item) ? 'present' : 'different' }
      insertLegacyPayload(db, number, item.payload)
      return { kind: 'kept' }
    },
    broken: (error) => ({ kind: 'broken', error }),
  })
}

function isSame(db: Database, { post, fingerprint }: NewLegacyPost): boolean {
  const found = db.get<{ fingerprint: Uint8Array }>(
    'select fingerprint from legacy_posts where account = ? and id = ?',
    post.accountId,
    post.id,
  )
  return found !== undefined && Buffer.compare(found.fingerprint, fingerprint) === 0
}

export function getLegacyPost(db: Database, accountId: string, id: string): LegacyPostDetail | null {
  const row = findLegacyPost(db, accountId, id)
  return row ? detailOf(db, row) : null
}

function detailOf(db: Database, row: LegacyPostRow): LegacyPostDetail {
  return {
    post: legacyPostOf(row),
    payload: legacyPayloadOf(db, row.number),
    attempts: legacyAttemptsOf(db, row.number),
  }
}

export function beginLegacyAttempt(
  db: Database,
  accountId: string,
  id: string,
  { by, at, until }: { by: string; at: number; until: number },
): LegacyAttemptBegun {
  const row = findLegacyPost(db, accountId, id)
  if (!row) return { kind: 'refused', code: 'not_found' }
  const post = legacyPostOf(row)
  if (isBeingSent(post, at)) return { kind: 'refused', code: 'post_sending' }
  if (post.state === 'sent') return { kind: 'refused', code: 'post_sent' }
  db.run('update legacy_posts set sending_until = ?, last_attempt_at = ? where number = ?', until, at, row.number)
  db.run(
    `insert into legacy_attempts (post, number, by, at)
      values (?1, (select coalesce(max(number), 0) + 1 from legacy_attempts where post = ?1), ?2, ?3)`,
    row.number,
    by,
    at,
  )
  return { kind: 'begun', detail: detailOf(db, { ...row, sendingUntil: until, lastAttemptAt: at }) }
}

export function recordLegacyAttempt(
  db: Database,
  accountId: string,
  id: string,
  number: number,
  result: LegacyAttemptResult,
): LegacyPost | null {
  const row = findLegacyPost(db, accountId, id)
  if (!row) return null
  const recorded = db.run(
    `update legacy_attempts set outcome = ?, status = ?, cause = ?, timings = ?, response_headers = ?, response_body = ?,
      response_truncated = ? where post = ? and number = ? and outcome is null`,
    outcomeCode[result.outcome],
    result.status,
    result.cause,
    JSON.stringify(result.timings),
    JSON.stringify(result.responseHeaders),
    result.responseBody,
    result.responseTruncated ? 1 : 0,
    row.number,
    number,
  )
  if (recorded === 0) return legacyPostOf(row)
  const sent = isSuccess(result.status) || row.state === legacyStateCode.sent
  // A later attempt may have begun, if this one took longer than it was given: then the post is still being sent.
  db.run(
    `update legacy_posts set state = ?1, status = ?2, attempts = attempts + 1, sending_until = case
        when exists (select 1 from legacy_attempts where post = ?3 and number > ?4) then sending_until end
      where number = ?3`,
    legacyStateCode[sent ? 'sent' : 'pending'],
    result.status,
    row.number,
    number,
  )
  const after = findLegacyPost(db, accountId, id)
  return after ? legacyPostOf(after) : null
}

/** The lock on the data directory is the lease: whatever was under way here was so in a process that has ended. */
export function recoverLegacyAttempts(db: Database): number {
  return db.run('update legacy_posts set sending_until = null where sending_until is not null')
}
