import { listIntakeNotes } from '../../sql/intake-notes.ts'
import { getLegacyPost } from '../../sql/legacy-posts.ts'
import { findSales, getSale, listRelatedSales } from '../../sql/sales.ts'
import type { Unit } from '../../sql/unit.ts'
import type { Database } from '../database.ts'
import { runNow } from '../run-now.ts'
import { listEventsAfter } from './events-after.ts'
import { listFailures } from './failures.ts'
import { gauge } from './gauge.ts'
import { getDeliveries, getDelivery, getEvent, getTransaction, readStats } from './history.ts'
import { countSome, listDeliveries, listReplayFailures } from './list-deliveries.ts'
import { listLegacyPosts } from './list-legacy-posts.ts'
import { listRecentEvents } from './recent-events.ts'
import { listSalesToIndex } from './sales-to-index.ts'

/** The queries of the background thread, by name. */
export const queries = {
  listDeliveries,
  countSome,
  listFailures,
  getDeliveries,
  listReplayFailures,
  getDelivery,
  getEvent,
  getTransaction,
  listRecentEvents,
  listEventsAfter,
  listSalesToIndex,
  findSales: asked(findSales),
  listRelatedSales: asked(listRelatedSales),
  getSale: asked(getSale),
  readStats,
  listLegacyPosts,
  getLegacyPost: asked(getLegacyPost),
  listIntakeNotes: asked(listIntakeNotes),
  gauge,
} as const

function asked<Args extends unknown[], T>(unit: (...args: Args) => Unit<T>): (db: Database, ...args: Args) => T {
  return (db, ...args) => runNow(db, unit(...args))
}

export type Queries = typeof queries
export type QueryName = keyof Queries
export type QueryArguments<Name extends QueryName> =
  Parameters<Queries[Name]> extends [unknown, ...infer Rest] ? Rest : never
export type QueryResult<Name extends QueryName> = ReturnType<Queries[Name]>
