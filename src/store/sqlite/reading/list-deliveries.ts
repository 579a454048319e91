import { type ConfigurationId, type DeliveryId, firstUuidAt, type ReplayId } from '../../../domain/ids.ts'
import { maskedBuyer } from '../../../domain/payload/render/masked-buyer.ts'
import type { DeliveryCursor, DeliveryFilter, DeliveryPage } from '../../contract/history.ts'
import { stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { type DeliveryRow, deliveryColumns, findBody, shownDeliveryOf } from '../rows/delivery-rows.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { and, type Conditions, condition, nothing } from './conditions.ts'

/**
 * Pages of the history. The best index provides the order and the first conditions; the others are checked row by row, over a
 * bounded number of rows: a page that reaches this limit ends early and returns where to continue.
 */

const looksPerPage = 5_000
/** Counting proceeds in steps of this size, so that pages can be read in between. */
const looksPerStep = 20_000
const stepsPerCount = 10

export interface Search {
  readonly index: string
  /** Conditions that the index answers, without the bounds of the id. */
  readonly keys: Conditions
  readonly others: Conditions
}

export function searchFor(filter: DeliveryFilter): Search {
  const { accountId, configurationId, transaction } = filter
  const own = condition('d.account = ?', accountId)
  const others = otherConditions(filter)
  if (filter.ids) {
    const keys = and(own, condition(`d.id in (${marks(filter.ids.length)})`, ...filter.ids.map(blobOf)))
    return { index: 'deliveries_by_account', keys, others: and(others, placesOf(filter)) }
  }
  if (transaction !== undefined) {
    return {
      index: 'deliveries_by_transaction',
      keys: and(own, condition('d."transaction" = ?', transaction)),
      others: configurationId === undefined ? others : and(others, ofConfiguration(configurationId)),
    }
  }
  if (configurationId !== undefined) {
    return {
      index: 'deliveries_by_configuration',
      keys: ofConfiguration(configurationId),
      others: and(others, own),
    }
  }
  if (filter.test || filter.freeUrl !== undefined) {
    return { index: 'deliveries_tests', keys: and(own, condition('d.test = 1')), others }
  }
  if (filter.states && !filter.states.includes('delivered')) {
    const keys = and(own, condition(`d.state <> ${stateCode.delivered}`))
    return { index: 'deliveries_not_delivered', keys, others }
  }
  return { index: 'deliveries_by_account', keys: own, others }
}

function placesOf({ configurationId, transaction }: DeliveryFilter): Conditions {
  return and(
    configurationId === undefined ? nothing : ofConfiguration(configurationId),
    transaction === undefined ? nothing : condition('d."transaction" = ?', transaction),
  )
}

function ofConfiguration(id: ConfigurationId): Conditions {
  return condition('d.configuration = ?', blobOf(id))
}

function otherConditions({ states, events, productId, responseStatus, test, freeUrl }: DeliveryFilter): Conditions {
  return and(
    states ? condition(`d.state in (${marks(states.length)})`, ...states.map((state) => stateCode[state])) : nothing,
    events ? condition(`d.event in (${marks(events.length)})`, ...events) : nothing,
    productId === undefined ? nothing : condition('d.product = ?', productId),
    responseStatus === undefined ? nothing : condition('d.last_status is ?', responseStatus),
    test === undefined ? nothing : condition('d.test = ?', test ? 1 : 0),
    freeUrl === undefined ? nothing : condition('d.free_url = ?', freeUrl),
  )
}

function marks(count: number): string {
  return Array(count).fill('?').join(', ')
}

/** Ids start with the time of their event, so times become bounds of the id. */
function boundsOf({ from, to }: DeliveryFilter): Conditions {
  return and(
    from === undefined ? nothing : condition('d.id >= ?', blobOf(firstUuidAt(from))),
    to === undefined ? nothing : condition('d.id < ?', blobOf(firstUuidAt(to))),
  )
}

export function sqlOf({ index }: Search, { sql }: Conditions, select: string, tail: string): string {
  return `select ${select} from deliveries d indexed by ${index} where ${sql.join(' and ')} ${tail}`
}

/**
 * Limits a search to a number of rows. Reading the index alone finds the last of these rows.
 * @returns `limit`: the last of them; undefined: there are no more
 */
function lookedAt(
  db: Database,
  search: Search,
  filter: DeliveryFilter,
  { cursor, newestFirst, most }: { cursor: DeliveryId | null; newestFirst: boolean; most: number },
): { limit: Uint8Array | undefined; where: Conditions } {
  const [beyond, order] = newestFirst ? ['<', 'desc'] : ['>', 'asc']
  const [until, keys] = [newestFirst ? '>=' : '<=', and(search.keys, boundsOf(filter))]
  const after = cursor === null ? keys : and(keys, condition(`d.id ${beyond} ?`, blobOf(cursor)))
  const limit = db.get<{ id: Uint8Array }>(
    sqlOf(search, after, 'd.id', `order by d.id ${order} limit 1 offset ${most - 1}`),
    ...after.values,
  )?.id
  return { limit, where: and(after, limit ? condition(`d.id ${until} ?`, limit) : nothing, search.others) }
}

export function listDeliveries(db: Database, filter: DeliveryFilter, page: DeliveryCursor): DeliveryPage {
  const newestFirst = 'before' in page
  const cursor = newestFirst ? page.before : page.after
  const search = searchFor(filter)
  const { limit, where } = lookedAt(db, search, filter, { cursor, newestFirst, most: looksPerPage })
  const order = `order by d.id ${newestFirst ? 'desc' : 'asc'}`
  const rows = db.all<DeliveryRow>(
    sqlOf(search, where, deliveryColumns, `${order} limit ?`),
    ...where.values,
    page.limit + 1,
  )
  const shown = rows.slice(0, page.limit)
  const deliveries = shown.map((row) => shownDeliveryOf(db, row))
  return { deliveries, buyers: page.withBuyers ? shown.map((row) => buyerOf(db, row)) : [], next: nextOf() }

  function nextOf(): DeliveryId | null {
    if (rows.length > page.limit) return deliveries.at(-1)?.id ?? null
    return limit ? idOf(limit) : null
  }
}

/** What a replay processed again and what has failed since, oldest first. */
export function listReplayFailures(
  db: Database,
  accountId: string,
  replay: ReplayId,
  { after, limit }: { after: DeliveryId | null; limit: number },
): DeliveryPage {
  const rows = db.all<DeliveryRow>(
    `select ${deliveryColumns} from replay_posts p indexed by replay_failures join deliveries d on d.id = p.delivery
      where p.failed = 1 and p.replay = ? and p.delivery > ? and d.account = ? order by p.delivery limit ?`,
    blobOf(replay),
    after === null ? new Uint8Array() : blobOf(after),
    accountId,
    limit + 1,
  )
  const shown = rows.slice(0, limit)
  const deliveries = shown.map((row) => shownDeliveryOf(db, row))
  const next = rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null
  return { deliveries, buyers: shown.map((row) => buyerOf(db, row)), next }
}

/** Masked here, so that no body has to be copied to another thread. */
function buyerOf(db: Database, row: DeliveryRow): string | null {
  const body = findBody(db, row)
  return body === null || body === 'damaged' ? null : maskedBuyer(body.text)
}

interface CountedStep {
  readonly count: number
  /** Where the next step starts; null: all rows were examined. */
  readonly next: DeliveryId | null
}

/** One step of a count, from the newest delivery or from the end of the previous step. */
export function countSome(
  db: Database,
  filter: DeliveryFilter,
  { before, limit }: { before: DeliveryId | null; limit: number },
): CountedStep {
  const search = searchFor(filter)
  const looks = { cursor: before, newestFirst: true, most: looksPerStep }
  const { limit: last, where } = lookedAt(db, search, filter, looks)
  const sql = `select count(*) as n from (${sqlOf(search, where, '1', 'limit ?')})`
  const found = db.get<{ n: number }>(sql, ...where.values, limit)
  return { count: found?.n ?? 0, next: last ? idOf(last) : null }
}

/** @param step counts some; called again until none is left or the limit is reached */
export async function countInSteps(
  step: (before: DeliveryId | null, limit: number) => Promise<CountedStep>,
  most: number,
): Promise<{ count: number; exact: boolean }> {
  let count = 0
  let before: DeliveryId | null = null
  for (let steps = 0; steps < stepsPerCount; steps++) {
    const some = await step(before, most + 1 - count)
    count += some.count
    if (count > most) return { count: most, exact: false }
    if (some.next === null) return { count, exact: true }
    before = some.next
  }
  return { count, exact: false }
}
