import type { ConfigurationId, DeliveryId } from '../../../domain/ids.ts'
import { firstUuidAt } from '../../../domain/ids.ts'
import type { FailureGroup, Failures, GivenAnswer, RevokedPost } from '../../contract/failures.ts'
import { headersFrom } from '../../sql/attempt-texts.ts'
import { outcomeCode, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { deliveryOf, findDelivery } from '../rows/delivery-rows.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { isOvertaken, revokedSince } from './overtaken.ts'

/** Rows of the index that are looked at: those of posts that have not arrived, of which there are few in a long history. */
const looksMost = 20_000
const groupsMost = 50
/** Each takes a few look-ups: of its transaction, and of later posts of it. */
const checksMost = 500
const checksOfAllMost = 2_000
const revokedShownMost = 20
const hourMs = 3_600_000

interface FailedRow {
  readonly id: Uint8Array
  readonly configuration: Uint8Array
  readonly state: number
  readonly status: number | null
  readonly createdAt: number
}

interface Gathered {
  readonly configuration: Uint8Array
  readonly status: number | null
  /** Newest first. */
  readonly failed: Uint8Array[]
  readonly retrying: Uint8Array[]
  underWay: number
  since: number
}

/** The newest posts that failed, or wait after a failure, by configuration and code. */
export function listFailures(db: Database, accountId: string, from: number): Failures {
  const [since, first] = [blobOf(firstUuidAt(from)), stateCode.failed]
  const keys = `from deliveries d indexed by deliveries_not_delivered
    where d.account = ? and d.state <> ${stateCode.delivered} and d.id >= ?`
  const last = db.get<{ id: Uint8Array }>(
    `select d.id ${keys} order by d.id desc limit 1 offset ${looksMost - 1}`,
    accountId,
    since,
  )?.id
  const rows = db.all<FailedRow>(
    `select d.id, d.configuration, d.state, d.last_status as status, d.created_at as "createdAt" ${keys}
      and d.test = 0 and d.configuration is not null and d.last_outcome is not null
      and d.last_outcome <> ${outcomeCode.delivered}
      and d.state in (${first}, ${stateCode.retrying}, ${stateCode.queued}, ${stateCode.sending}) order by d.id desc`,
    accountId,
    last ?? since,
  )
  const groups = gather(rows)
    .filter(({ failed, retrying }) => failed.length + retrying.length > 0)
    .sort((a, b) => b.failed.length - a.failed.length || b.retrying.length - a.retrying.length)
  const budget = { checks: checksOfAllMost }
  return {
    groups: groups.slice(0, groupsMost).map((group) => groupOf(db, group, budget)),
    failedByHour: failedByHour(rows),
    exact: last === undefined && groups.length <= groupsMost,
  }
}

function gather(rows: readonly FailedRow[]): Gathered[] {
  const groups = new Map<string, Gathered>()
  for (const { id, configuration, state, status, createdAt } of rows) {
    const key = `${idOf(configuration)} ${status}`
    let group = groups.get(key)
    if (!group) {
      group = { configuration, status, failed: [], retrying: [], underWay: 0, since: createdAt }
      groups.set(key, group)
    }
    if (state === stateCode.failed) group.failed.push(id)
    else if (state === stateCode.retrying) group.retrying.push(id)
    else group.underWay++
    group.since = Math.min(group.since, createdAt)
  }
  return [...groups.values()]
}

function groupOf(db: Database, group: Gathered, budget: { checks: number }): FailureGroup {
  const { failed, retrying, underWay, since, status } = group
  const ids = [...failed, ...retrying]
  const checked = ids.slice(0, Math.min(checksMost, budget.checks))
  budget.checks -= checked.length
  let [latest, latestRevoked, revoked, settled] = [0, 0, 0, 0]
  let toTry: DeliveryId | null = null
  const posts: RevokedPost[] = []
  for (const [index, id] of checked.entries()) {
    const row = findDelivery(db, id)
    if (!row) continue
    const revokedTo = revokedSince(db, row)
    const overtaken = isOvertaken(db, row)
    if (revokedTo !== null || (overtaken && isOvertaken(db, row, 'arrived'))) settled++
    if (revokedTo === null) {
      if (!overtaken) latest++
      if (index < failed.length) toTry ??= idOf(id)
      continue
    }
    revoked++
    if (!overtaken) latestRevoked++
    if (posts.length < revokedShownMost) posts.push({ delivery: deliveryOf(row), status: revokedTo })
  }
  const newest = failed[0] ?? retrying[0]
  const shown = newest && findDelivery(db, newest)
  if (!shown) throw new Error('A delivery disappeared within its own query.')
  return {
    configurationId: idOf(group.configuration) as ConfigurationId,
    status,
    newest: deliveryOf(shown),
    answer: answerOf(db, shown.id),
    failed: failed.length,
    retrying: retrying.length,
    underWay,
    since,
    toTry,
    latest,
    latestRevoked,
    revoked,
    revokedPosts: posts,
    settled,
    allChecked: checked.length === ids.length,
  }
}

interface AnswerRow {
  readonly headers: string
  readonly body: Uint8Array
  readonly truncated: number
}

function answerOf(db: Database, delivery: Uint8Array): GivenAnswer | null {
  const row = db.get<AnswerRow>(
    `select response_headers as headers, response_body as body, response_truncated as truncated from attempts
      where delivery_id = ? and late_no = 0 order by number desc limit 1`,
    delivery,
  )
  return row ? { headers: headersFrom(row.headers), body: row.body, truncated: row.truncated === 1 } : null
}

function failedByHour(rows: readonly FailedRow[]): Failures['failedByHour'] {
  const hours = new Map<number, number>()
  for (const { state, createdAt } of rows) {
    if (state !== stateCode.failed) continue
    const hour = createdAt - (createdAt % hourMs)
    hours.set(hour, (hours.get(hour) ?? 0) + 1)
  }
  return [...hours].sort(([a], [b]) => a - b).map(([hour, failed]) => ({ hour, failed }))
}
