import { randomInt } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Uuid } from '../../../domain/ids.ts'
import { StoreUnavailable } from '../../contract/unavailable.ts'
import { Database } from '../database.ts'
import { keepDictionary } from '../rows/frames.ts'
import { DatabaseLocked, isBusy, isDamaged, isFull } from '../sqlite-errors.ts'
import { closeFiles, FilesInPlace, openFiles } from './files-in-place.ts'
import { applicationId, inspect } from './inspect.ts'
import { migrate } from './migrate.ts'
import { NewestFile, readLastSeen } from './newest-file.ts'
import { keepNewestId, newestId } from './newest-id.ts'

/** The data directory: locked, with the database and the files beside it. */
export interface OpenDirectory {
  readonly path: string
  readonly db: Database
  /** Names of the migrations applied on opening. */
  readonly migrations: readonly string[]
  readonly files: FilesInPlace
  readonly newest: NewestFile
  close(): void
}

/** Reports a problem to the operator that does not stop the store. */
export type Warn = (message: string) => void

/** How long SQLite blocks its thread for a lock of another process. After that, `WriteTurns` waits with pending writes. */
export const lockWaitMs = 50
const elsewhere = 'or set POSTBACK_DATA_DIR to another directory.'
/** 64 MB of pages, so that indexes with random writes stay in memory. */
const cacheKiB = 65_536
/**
 * A frame of bodies fills one page. With 8 KB a delivery takes 5 % less space, but a commit of one delivery costs more, since it
 * writes whole pages.
 */
const pageBytes = 4_096

export function openDirectory(directory: string, warn: Warn = () => {}): OpenDirectory {
  makeDirectory(directory)
  const lock = lockDirectory(directory)
  try {
    return openLocked(directory, lock, warn)
  } catch (error) {
    lock.close()
    throw explained(directory, error)
  }
}

function openLocked(directory: string, lock: DatabaseSync, warn: Warn): OpenDirectory {
  const path = join(directory, 'postback.db')
  const newestPath = join(directory, 'newest.id')
  inspect({ directory, lastSeen: readLastSeen(newestPath), warn })
  touch(path)
  let db: Database | undefined
  let files: FilesInPlace | undefined
  try {
    db = openForWriting(path)
    db.warn = warn
    const migrations = migrate(db, directory)
    keepDictionary(db)
    files = new FilesInPlace(openFiles(directory, stamp(db)))
    files.require()
    const newest = new NewestFile(newestPath, (error) =>
      warn(
        `${newestPath} cannot be written (${reasonOf(error)}): the next start cannot detect an older copy of the database`,
      ),
    )
    newest.open(newestId(db))
    return withClose({ path, db, files, migrations, newest }, lock)
  } catch (error) {
    db?.close()
    if (files) closeFiles(files.opened)
    throw error
  }
}

/** Gives the database a new random number at each start: see `FilesInPlace`. Fails if nothing can be written durably. */
function stamp(db: Database): number {
  const number = randomInt(1, 2 ** 31)
  db.unit(() => {
    writeProbe(db)
    keepNewestId(db)
    // The lock on the data directory is the lease: requests under way belonged to a process that has ended.
    db.run('delete from answers_begun')
    db.connection.exec(`pragma user_version = ${number}; pragma application_id = ${applicationId}`)
  })
  // Copies the number from the log into the file.
  db.get('pragma wal_checkpoint(passive)')
  return number
}

function withClose(open: Omit<OpenDirectory, 'close'>, lock: DatabaseSync): OpenDirectory {
  const { path, db, files, newest } = open
  const close = () => {
    let held: { newest: Uuid | null } | null = null
    try {
      files.require()
      held = { newest: newestId(db) }
      db.connection.exec('pragma wal_checkpoint(truncate)')
    } catch {
      // For example on a full disk: the commits stay in the log, where the next start finds them.
    } finally {
      db.close()
      newest.close(existsSync(`${path}-wal`) ? null : held)
      closeFiles(files.opened)
      lock.close()
    }
  }
  return { ...open, close }
}

/** As much as a report writes with index entries and some deliveries: a disk with room for one page counts as full. */
const probeBytes = 65_536

/** Fails if nothing can be written durably. */
export function probe(db: Database) {
  db.unit(() => writeProbe(db))
}

function writeProbe(db: Database) {
  db.run(`insert or replace into facts (name, value) values ('probe', hex(zeroblob(?)))`, probeBytes / 2)
}

function openForWriting(path: string): Database {
  const connection = new DatabaseSync(path, { timeout: lockWaitMs, enableForeignKeyConstraints: false })
  try {
    // The first two only have an effect before the first table exists.
    connection.exec(`
      pragma page_size = ${pageBytes};
      pragma auto_vacuum = incremental;
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma wal_autocheckpoint = 0;
      pragma cache_size = -${cacheKiB};
      pragma temp_store = memory;
    `)
  } catch (error) {
    connection.close()
    throw error
  }
  return new Database(connection)
}

function makeDirectory(directory: string) {
  try {
    makeWithParents(directory)
  } catch (error) {
    throw new StoreUnavailable(
      'unwritable',
      `The data directory ${directory} cannot be created (${reasonOf(error)}). Create it for this user, ${elsewhere}`,
      error,
    )
  }
}

/** One directory at a time: recursive mkdir never returns in a directory that cannot hold others, such as /proc. */
function makeWithParents(directory: string) {
  if (existsSync(directory)) return
  makeWithParents(dirname(resolve(directory)))
  mkdirSync(directory, { mode: 0o700 })
}

/** Creates the file with mode 0600: SQLite would make it readable for all users, but keeps the mode of an existing file. */
function touch(path: string) {
  closeSync(openSync(path, 'a', 0o600))
}

/**
 * A lock that ends with the process, even on a crash: an exclusive transaction on a separate, empty database. A lock on the main
 * database would block the store's own reading connections.
 */
function lockDirectory(directory: string): DatabaseSync {
  let connection: DatabaseSync | undefined
  try {
    const path = join(directory, 'lock.db')
    touch(path)
    connection = new DatabaseSync(path)
    connection.exec('pragma locking_mode = exclusive; begin exclusive')
    return connection
  } catch (error) {
    connection?.close()
    if (!isBusy(error)) throw explained(directory, error)
    throw new StoreUnavailable(
      'in-use',
      `The data directory ${directory} is in use by another Postback process. Stop it, ${elsewhere}`,
      error,
    )
  }
}

/** Turns an error of the directory into a message for the operator. */
export function explained(directory: string, error: unknown): unknown {
  if (error instanceof StoreUnavailable) return error
  const reason = reasonOf(error)
  if (isFull(error)) {
    const message = `There is no room left in the data directory ${directory}. Free some, ${elsewhere}`
    return new StoreUnavailable('full', message, error)
  }
  if (error instanceof DatabaseLocked || isBusy(error)) {
    const message = `Another program holds the lock of the database in ${directory}, such as a backup tool or the sqlite3 shell. Let it end its transaction.`
    return new StoreUnavailable('locked', message, error)
  }
  if (isDamaged(error)) {
    const message = `The database ${join(directory, 'postback.db')} is damaged (${reason}). Restore it from a backup: docs/operating.md, "Restoring".`
    return new StoreUnavailable('damaged', message, error)
  }
  const message = `The data directory ${directory} cannot be written to (${reason}). Check the disk, and that this user may write there, ${elsewhere}`
  return new StoreUnavailable('unwritable', message, error)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
