import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../unavailable.ts'

const database = 'postback.db'
/** Without its log a commit is lost with the process; without `lock.db` a second process could start. */
const names = [database, `${database}-wal`, `${database}-shm`, 'lock.db'] as const

/** Where SQLite keeps `user_version` in the file, and how long it is. */
const stampAt = 60
const stampBytes = 4

/**
 * Whether the names in the data directory still lead to the files that are open. A file that was removed, or lies in a directory
 * that was moved, takes commits as before, and nothing of them is found by the next start. So this is asked before and after each
 * commit: it takes 6 µs.
 *
 * A copy that is written over the database keeps the file and changes what is in it. So each start stamps the database with a
 * number of its own (`user_version`), which the file then has to show.
 */
export class FilesInPlace {
  readonly #directory: string
  /** Closed after SQLite has closed the file: closing it before would end SQLite's locks on it (POSIX). */
  readonly #file: number
  readonly #stamp = Buffer.alloc(stampBytes)
  readonly #read = Buffer.alloc(stampBytes)
  #opened: readonly { readonly path: string; readonly stats: Stats }[] = []
  #isShown = false
  #gone: StoreUnavailable | null = null

  /** Before SQLite opens the database. */
  constructor(directory: string) {
    this.#directory = directory
    this.#file = openSync(join(directory, database), 'r')
  }

  /**
   * What is there from now on. Once something was not in place, it stays so until the next start: what was written meanwhile may be
   * anywhere.
   * @param stamp what the file of the database shows, or will show once it is brought there from the log
   */
  remember(stamp: number) {
    this.#stamp.writeInt32BE(stamp)
    const paths = names.map((name) => join(this.#directory, name))
    this.#opened = paths.map((path) => ({ path, stats: statSync(path) }))
    this.require()
  }

  /** @throws StoreUnavailable */
  require() {
    this.#gone ??= this.#look()
    if (this.#gone) throw this.#gone
  }

  close() {
    closeSync(this.#file)
  }

  #look(): StoreUnavailable | null {
    for (const { path, stats } of this.#opened) {
      if (!isSame(path, stats)) return fault(path, 'was removed, moved or replaced')
    }
    const wasShown = this.#isShown
    this.#isShown = readSync(this.#file, this.#read, 0, stampBytes, stampAt) > 0 && this.#read.equals(this.#stamp)
    return wasShown && !this.#isShown ? fault(join(this.#directory, database), 'was overwritten') : null
  }
}

function fault(path: string, what: string): StoreUnavailable {
  return new StoreUnavailable(
    'moved',
    `${path} ${what} while it was open. Nothing can be stored until the next start: stop Postback, put the right data directory in its place (docs/operating.md, "Restoring"), and start it again.`,
  )
}

function isSame(path: string, before: Stats): boolean {
  try {
    const now = statSync(path, { throwIfNoEntry: false })
    return now?.ino === before.ino && now.dev === before.dev
  } catch {
    return false // not even the directory can be looked into
  }
}
