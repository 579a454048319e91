import type { DeliveryId } from '../../domain/ids.ts'
import { firstUuidAt } from '../../domain/ids.ts'
import { maskedBuyer } from '../../domain/payload/masked-buyer.ts'
import type { DeliveryCursor, DeliveryFilter, DeliveryPage } from '../contract/history.ts'
import { stateCode } from './codes.ts'
import type { Database, Value } from './database.ts'
import { type DeliveryRow, deliveryColumns, findBody, shownDeliveryOf } from './delivery-rows.ts'
import { blobOf, idOf } from './id-blobs.ts'

/**
 * Pages of the history. The index that fits best gives the order and the first conditions; the others are checked row by row,
 * over a bounded number of rows: a page that would have to look further ends early and says where to go on.
 */

const looksPerPage = 5_000
/** Counting goes on in steps of this size, and pages that others asked for come in between. */
const looksPerStep = 20_000
const stepsPerCount = 10

export interface Search {
  readonly index: string
  /** Conditions that the index answers, the bounds of the id left out. */
  readonly keys: Conditions
  readonly others: Conditions
}

interface Conditions {
  readonly sql: readonly string[]
  readonly values: readonly Value[]
}

export function searchFor(filter: DeliveryFilter): Search {
  const { accountId, configurationId, transaction } = filter
  const others = otherConditions(filter)
  if (transaction !== undefined) {
    return {
      index: 'deliveries_by_transaction',
      keys: { sql: ['d.account = ?', 'd."transaction" = ?'], values: [accountId, transaction] },
      others: configurationId === undefined ? others : and(others, 'd.configuration = ?', blobOf(configurationId)),
    }
  }
  if (configurationId !== undefined) {
    return {
      index: 'deliveries_by_configuration',
      keys: { sql: ['d.configuration = ?'], values: [blobOf(configurationId)] },
      others: and(others, 'd.account = ?', accountId),
    }
  }
  if (filter.test || filter.freeUrl !== undefined) {
    return {
      index: 'deliveries_tests',
      keys: { sql: ['d.account = ?', 'd.test = 1'], values: [accountId] },
      others,
    }
  }
  if (filter.states && !filter.states.includes('delivered')) {
    return {
      index: 'deliveries_not_delivered',
      keys: { sql: ['d.account = ?', `d.state <> ${stateCode.delivered}`], values: [accountId] },
      others,
    }
  }
  return { index: 'deliveries_by_account', keys: { sql: ['d.account = ?'], values: [accountId] }, others }
}

function otherConditions(filter: DeliveryFilter): Conditions {
  const sql: string[] = []
  const values: Value[] = []
  const add = (condition: string, ...of: Value[]) => {
    sql.push(condition)
    values.push(...of)
  }
  const { states, events, productId, responseStatus, test, freeUrl } = filter
  if (states) add(`d.state in (${marks(states.length)})`, ...states.map((state) => stateCode[state]))
  if (events) add(`d.event in (${marks(events.length)})`, ...events)
  if (productId !== undefined) add('d.product = ?', productId)
  if (responseStatus === null) add('d.last_status is null')
  else if (responseStatus !== undefined) add('d.last_status = ?', responseStatus)
  if (test !== undefined) add('d.test = ?', test ? 1 : 0)
  if (freeUrl !== undefined) add('d.free_url = ?', freeUrl)
  return { sql, values }
}

function marks(count: number): string {
  return Array(count).fill('?').join(', ')
}

function and(conditions: Conditions, sql: string, value: Value): Conditions {
  return { sql: [...conditions.sql, sql], values: [...conditions.values, value] }
}

/** Ids begin with the time of their event, so a time is a bound of the id. */
function boundsOf(filter: DeliveryFilter): Conditions {
  let bounds: Conditions = { sql: [], values: [] }
  if (filter.from !== undefined) bounds = and(bounds, 'd.id >= ?', blobOf(firstUuidAt(filter.from)))
  if (filter.to !== undefined) bounds = and(bounds, 'd.id < ?', blobOf(firstUuidAt(filter.to)))
  return bounds
}

export function sqlOf(search: Search, parts: readonly Conditions[], select: string, tail: string): string {
  const where = [search.keys, ...parts].flatMap((part) => part.sql).join(' and ')
  return `select ${select} from deliveries d indexed by ${search.index} where ${where} ${tail}`
}

export function listDeliveries(db: Database, filter: DeliveryFilter, page: DeliveryCursor): DeliveryPage {
  const newestFirst = 'before' in page
  const cursor = newestFirst ? page.before : page.after
  const order = `order by d.id ${newestFirst ? 'desc' : 'asc'}`
  const search = searchFor(filter)
  let bounds = boundsOf(filter)
  if (cursor !== null) bounds = and(bounds, newestFirst ? 'd.id < ?' : 'd.id > ?', blobOf(cursor))
  const values = [...search.keys.values, ...bounds.values]
  // A look at the index alone tells how far this page may look.
  const limit = db.get<{ id: Uint8Array }>(
    sqlOf(search, [bounds], 'd.id', `${order} limit 1 offset ${looksPerPage - 1}`),
    ...values,
  )?.id
  const looks = limit ? and(bounds, newestFirst ? 'd.id >= ?' : 'd.id <= ?', limit) : bounds
  const rows = db.all<DeliveryRow>(
    sqlOf(search, [looks, search.others], deliveryColumns, `${order} limit ?`),
    ...search.keys.values,
    ...looks.values,
    ...search.others.values,
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

/** Masked here, so that no body crosses the threads for it. */
function buyerOf(db: Database, row: DeliveryRow): string | null {
  const body = findBody(db, row)
  return body ? maskedBuyer(body.text) : null
}

interface CountedStep {
  readonly count: number
  /** Where the next step begins; null: everything has been looked at. */
  readonly next: DeliveryId | null
}

/** One step of a count, from the newest or from where the step before ended. */
export function countSome(
  db: Database,
  filter: DeliveryFilter,
  { before, limit }: { before: DeliveryId | null; limit: number },
): CountedStep {
  const search = searchFor(filter)
  const bounds = before === null ? boundsOf(filter) : and(boundsOf(filter), 'd.id < ?', blobOf(before))
  const values = [...search.keys.values, ...bounds.values]
  const last = db.get<{ id: Uint8Array }>(
    sqlOf(search, [bounds], 'd.id', `order by d.id desc limit 1 offset ${looksPerStep - 1}`),
    ...values,
  )?.id
  const looks = last ? and(bounds, 'd.id >= ?', last) : bounds
  const found = db.get<{ n: number }>(
    `select count(*) as n from (${sqlOf(search, [looks, search.others], '1', 'limit ?')})`,
    ...search.keys.values,
    ...looks.values,
    ...search.others.values,
    limit,
  )
  return { count: found?.n ?? 0, next: last ? idOf(last) : null }
}

/** @param step counts some; asked again until there is nothing more, or enough */
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
