import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { millisecondsOf, type Uuid } from '../../../domain/ids.ts'
import { StoreUnavailable } from '../../contract/unavailable.ts'
import { Database } from '../database.ts'
import { isDamaged, sqliteCode } from '../sqlite-errors.ts'
import { refuseNewer } from './migrate.ts'
import { type LastSeen, leastId } from './newest-file.ts'
import { newestId } from './newest-id.ts'

/** `PBK1`: identifies our database, for tools and for our own check. */
export const applicationId = 0x50_42_4b_31
/** Checking all pages of a database of this size takes 100 ms. */
const wholeBytesMax = 32 * 1024 * 1024
const headerBytes = 100
/** All but the last exist since the first migration, so every database has them. */
const mainTables = [
  { table: 'facts', key: 'name' },
  { table: 'accounts', key: 'id' },
  { table: 'products', key: 'id' },
  { table: 'configurations', key: 'id' },
  { table: 'transactions', key: '"transaction"' },
  { table: 'events', key: 'id' },
  { table: 'bodies', key: 'number' },
  { table: 'deliveries', key: 'id' },
  { table: 'attempts', key: 'delivery_id' },
  { table: 'frames', key: 'number' },
] as const

const restore = 'Restore it from a backup, without the log of another one beside it: docs/operating.md, "Restoring".'

export interface Inspected {
  readonly directory: string
  /** null: the previous state of the directory is unknown. */
  readonly lastSeen: LastSeen | null
  readonly warn: (message: string) => void
}

/**
 * Checks the files of the data directory before the first write. It changes nothing: a read-only SQLite connection leaves the log
 * as it is, which matters if a copied database was put beside the log of another one.
 * @throws StoreUnavailable if the database is damaged, older than the last one here, or belongs to another program
 */
export function inspect(inspected: Inspected) {
  const { directory, lastSeen } = inspected
  const path = join(directory, 'postback.db')
  const hasLog = sizeOf(`${path}-wal`) > 0
  if (sizeOf(path) === 0) {
    if (lastSeen !== null)
      throw damaged(`${path} is missing, or empty. ${restore} ${goOnAnyway(directory, 'begin a new store')}`)
    if (hasLog) throw damaged(`${path} is missing, or empty, and its log ${path}-wal is there. ${restore}`)
    return
  }
  if (!hasLog) requireWhole(path)
  let connection: DatabaseSync | undefined
  try {
    connection = new DatabaseSync(path, { readOnly: true, timeout: 50 })
    look(new Database(connection), path, { ...inspected, hasLog })
  } catch (error) {
    // These statements are correct, so an SQL error means that the schema is damaged.
    const isSchema = sqliteCode(error) === 1
    throw isSchema || isDamaged(error)
      ? damaged(`${path} is damaged (${(error as Error).message}). ${restore}`, error)
      : error
  } finally {
    connection?.close()
  }
}

function look(db: Database, path: string, { directory, lastSeen, hasLog, warn }: Inspected & { hasLog: boolean }) {
  const { application_id } = db.get<{ application_id: number }>('pragma application_id') ?? { application_id: 0 }
  const tables = db.all<{ name: string }>("select name from sqlite_schema where type = 'table'").map(({ name }) => name)
  const isMigrated = tables.includes('migrations')
  const isOurs = application_id === applicationId || (application_id === 0 && isMigrated)
  if (!isOurs && tables.length > 0) {
    throw new StoreUnavailable(
      'in-use',
      `${path} is the database of another program. Set POSTBACK_DATA_DIR to another directory.`,
    )
  }
  if (isMigrated) {
    refuseNewer(db, directory)
    checkRows(db, tables)
    if (sizeOf(path) <= wholeBytesMax) checkAll(db, path)
  }
  if (lastSeen === null) return
  const newest = newestId(db)
  const isEmpty = tables.length === 0
  if (isEmpty || lastSeen.newest > (newest ?? leastId)) refuseOlder(directory, lastSeen, newest, hasLog)
  if (!lastSeen.isClosed && !hasLog) {
    warn(
      `${path}-wal is missing, although the last process did not close the database. Commits that were only in this log are lost, unless another program has copied it into the database since (the sqlite3 shell does)`,
    )
  }
}

/** The header contains the number of pages. With a log, missing pages may be in the log. */
function requireWhole(path: string) {
  const header = Buffer.alloc(headerBytes)
  const file = openSync(path, 'r')
  try {
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return // SQLite will report it
  } finally {
    closeSync(file)
  }
  const [pageBytes, pages] = [header.readUInt16BE(16), header.readUInt32BE(28)]
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92)
  const expected = (pageBytes === 1 ? 65_536 : pageBytes) * pages
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3' || !isCounted || sizeOf(path) >= expected) return
  throw damaged(`${path} is cut off: it has ${sizeOf(path)} bytes of ${expected}. ${restore}`)
}

/** Reads the first and last row of each table, and with them the inner pages on the way. */
function checkRows(db: Database, tables: readonly string[]) {
  for (const { table, key } of mainTables) {
    if (table === 'frames' && !tables.includes(table)) continue
    for (const order of ['asc', 'desc']) db.get(`select * from ${table} order by ${key} ${order} limit 1`)
  }
}

function checkAll(db: Database, path: string) {
  const found = db.all<{ quick_check: string }>('pragma quick_check(1)')[0]?.quick_check ?? 'ok'
  if (found !== 'ok') throw damaged(`${path} is damaged (${found.replaceAll(/\s+/g, ' ')}). ${restore}`)
}

function refuseOlder(directory: string, { newest: last }: LastSeen, newest: Uuid | null, hasLog: boolean): never {
  const log = hasLog ? 'its log postback.db-wal is not its own, or damaged' : 'its log postback.db-wal is missing'
  throw damaged(
    `The database in ${directory} is older than the one that was here last: its newest event is ${whenOf(newest)}, the newest that was here ${whenOf(last)}. It is a copy from before, or ${log}. Put the right files in place: docs/operating.md, "Restoring". ${goOnAnyway(directory, 'go on with this older one')}`,
  )
}

function whenOf(id: Uuid | null): string {
  return id === null || id === leastId ? 'none' : `of ${new Date(millisecondsOf(id)).toISOString()}`
}

function goOnAnyway(directory: string, what: string): string {
  return `If you mean to ${what}, remove ${join(directory, 'newest.id')}, and start again.`
}

function damaged(message: string, cause?: unknown): StoreUnavailable {
  return new StoreUnavailable('damaged', message, cause)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
