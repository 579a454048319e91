import { isSuccess } from '../../domain/delivery/attempt.ts'
import { isBeingSent, type LegacyAttemptResult, type LegacyPost } from '../../domain/legacy-post.ts'
import type { LegacyAttemptBegun, LegacyKeepResult, LegacyPostDetail, NewLegacyPost } from '../contract/legacy-posts.ts'
import { legacyStateCode, outcomeCode } from './codes.ts'
import {
  findLegacyPost,
  insertLegacyPayload,
  insertLegacyPost,
  type LegacyPostRow,
  legacyAttemptsOf,
  legacyPayloadOf,
  legacyPostOf,
} from './legacy-post-rows.ts'
import { one, run, truth, type Unit } from './unit.ts'

/** Legacy posts: kept once, read, and sent again one attempt at a time. */

export function* keepLegacyPost(item: NewLegacyPost): Unit<LegacyKeepResult> {
  const number = yield* insertLegacyPost(item)
  if (number === null) return { kind: (yield* isSame(item)) ? 'present' : 'different' }
  yield* insertLegacyPayload(number, item.payload)
  return { kind: 'kept' }
}

function* isSame({ post, fingerprint }: NewLegacyPost): Unit<boolean> {
  const found = yield* one<{ fingerprint: Uint8Array }>(
    'select fingerprint from legacy_posts where account = ? and id = ?',
    post.accountId,
    post.id,
  )
  return found !== undefined && Buffer.compare(found.fingerprint, fingerprint) === 0
}

export function* getLegacyPost(accountId: string, id: string): Unit<LegacyPostDetail | null> {
  const row = yield* findLegacyPost(accountId, id)
  return row ? yield* detailOf(row) : null
}

function* detailOf(row: LegacyPostRow): Unit<LegacyPostDetail> {
  return {
    post: legacyPostOf(row),
    payload: yield* legacyPayloadOf(row.number),
    attempts: yield* legacyAttemptsOf(row.number),
  }
}

export function* beginLegacyAttempt(
  accountId: string,
  id: string,
  { by, at, until }: { by: string; at: number; until: number },
): Unit<LegacyAttemptBegun> {
  const row = yield* findLegacyPost(accountId, id)
  if (!row) return { kind: 'refused', code: 'not_found' }
  const post = legacyPostOf(row)
  if (isBeingSent(post, at)) return { kind: 'refused', code: 'post_sending' }
  if (post.state === 'sent') return { kind: 'refused', code: 'post_sent' }
  yield* run('update legacy_posts set sending_until = ?, last_attempt_at = ? where number = ?', until, at, row.number)
  yield* run(
    `insert into legacy_attempts (post, number, by, at)
      values (?, (select coalesce(max(number), 0) + 1 from legacy_attempts where post = ?), ?, ?)`,
    row.number,
    row.number,
    by,
    at,
  )
  return { kind: 'begun', detail: yield* detailOf({ ...row, sendingUntil: until, lastAttemptAt: at }) }
}

export function* recordLegacyAttempt(
  accountId: string,
  id: string,
  number: number,
  result: LegacyAttemptResult,
): Unit<LegacyPost | null> {
  const row = yield* findLegacyPost(accountId, id)
  if (!row) return null
  const recorded = yield* run(
    `update legacy_attempts set outcome = ?, status = ?, cause = ?, timings = ?, response_headers = ?, response_body = ?,
      response_truncated = ? where post = ? and number = ? and outcome is null`,
    outcomeCode[result.outcome],
    result.status,
    result.cause,
    JSON.stringify(result.timings),
    JSON.stringify(result.responseHeaders),
    result.responseBody,
    truth(result.responseTruncated),
    row.number,
    number,
  )
  if (recorded === 0) return legacyPostOf(row)
  const sent = isSuccess(result.status) || row.state === legacyStateCode.sent
  // A later attempt may have begun, if this one took longer than it was given: then the post is still being sent.
  yield* run(
    `update legacy_posts set state = ?, status = ?, attempts = attempts + 1, sending_until = case
        when exists (select 1 from legacy_attempts where post = ? and number > ?) then sending_until end
      where number = ?`,
    legacyStateCode[sent ? 'sent' : 'pending'],
    result.status,
    row.number,
    number,
    row.number,
  )
  const after = yield* findLegacyPost(accountId, id)
  return after ? legacyPostOf(after) : null
}
