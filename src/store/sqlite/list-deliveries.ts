import type { DeliveryId } from '../../domain/ids.ts'
import { firstUuidAt } from '../../domain/ids.ts'
import type { DeliveryCursor, DeliveryFilter, DeliveryPage } from '../store.ts'
import { stateCode } from './codes.ts'
import type { Database, Value } from './database.ts'
import { type DeliveryRow, deliveryColumns, deliveryOf } from './delivery-rows.ts'
import { blobOf, idOf } from './id-blobs.ts'

/**
 * Pages of the history. The index that fits best gives the order and the first conditions; the others are checked row by row,
 * over a bounded number of rows: a page that would have to look further ends early and says where to go on.
 */

const looksPerPage = 5_000
const looksPerCount = 200_000

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
  const { states, events, productId, responseStatus, test } = filter
  if (states) add(`d.state in (${marks(states.length)})`, ...states.map((state) => stateCode[state]))
  if (events) add(`d.event in (${marks(events.length)})`, ...events)
  if (productId !== undefined) add('d.product = ?', productId)
  if (responseStatus === null) add('d.last_status is null')
  else if (responseStatus !== undefined) add('d.last_status = ?', responseStatus)
  if (test !== undefined) add('d.test = ?', test ? 1 : 0)
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
  const deliveries = rows.slice(0, page.limit).map(deliveryOf)
  return { deliveries, next: nextOf() }

  function nextOf(): DeliveryId | null {
    if (rows.length > page.limit) return deliveries.at(-1)?.id ?? null
    return limit ? idOf(limit) : null
  }
}

export function countDeliveries(db: Database, filter: DeliveryFilter, most: number): { count: number; exact: boolean } {
  const search = searchFor(filter)
  const bounds = boundsOf(filter)
  const values = [...search.keys.values, ...bounds.values]
  const limit = db.get<{ id: Uint8Array }>(
    sqlOf(search, [bounds], 'd.id', `order by d.id desc limit 1 offset ${looksPerCount}`),
    ...values,
  )?.id
  const looks = limit ? and(bounds, 'd.id > ?', limit) : bounds
  const found = db.get<{ n: number }>(
    `select count(*) as n from (${sqlOf(search, [looks, search.others], '1', 'limit ?')})`,
    ...search.keys.values,
    ...looks.values,
    ...search.others.values,
    most + 1,
  )
  const count = Math.min(found?.n ?? 0, most)
  return { count, exact: limit === undefined && (found?.n ?? 0) <= most }
}
