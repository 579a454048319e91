import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../../contract/unavailable.ts'

/** Without its log a commit is lost with the process; without `lock.db` a second process could start. */
const names = ['postback.db', 'postback.db-wal', 'postback.db-shm', 'lock.db'] as const

/** Where SQLite keeps `user_version` in the file, and how long it is. */
const stampAt = 60
const stampBytes = 4

interface OpenFile {
  readonly path: string
  readonly file: number
  /** As it was opened. */
  readonly stats: Pick<Stats, 'ino' | 'dev'>
}

/** Plain data: files that are open are so for the whole process. */
export interface OpenedFiles {
  readonly stamp: number
  readonly files: readonly OpenFile[]
}

/**
 * Whether the names in the data directory still lead to the files that are open. A file that was removed, or lies in a directory
 * that was moved, takes commits as before, and nothing of them is found by the next start. So this is asked before and after each
 * commit: it takes 6 µs.
 *
 * A copy that is written over the database keeps the file and changes what is in it. So each start stamps the database with a
 * number of its own (`user_version`), which the file then has to show.
 */
export class FilesInPlace {
  readonly opened: OpenedFiles
  readonly #stamp = Buffer.alloc(stampBytes)
  readonly #read = Buffer.alloc(stampBytes)
  #isShown = false
  #gone: StoreUnavailable | null = null

  /** Once something was not in place, it stays so until the next start: what was written meanwhile may be anywhere. */
  constructor(opened: OpenedFiles) {
    this.opened = opened
    this.#stamp.writeInt32BE(opened.stamp)
  }

  /** @throws StoreUnavailable */
  require() {
    this.#gone ??= this.#look()
    if (this.#gone) throw this.#gone
  }

  #look(): StoreUnavailable | null {
    for (const file of this.opened.files)
      if (!isInPlace(file)) return fault(file.path, 'was removed, moved or replaced')
    const [database] = this.opened.files
    if (!database) return null
    const wasShown = this.#isShown
    this.#isShown = this.#showsStamp(database)
    return wasShown && !this.#isShown ? fault(database.path, 'was overwritten') : null
  }

  #showsStamp({ file }: OpenFile): boolean {
    try {
      return readSync(file, this.#read, 0, stampBytes, stampAt) === stampBytes && this.#read.equals(this.#stamp)
    } catch {
      return false // nor can it be read by the next start
    }
  }
}

/** @param stamp what the file of the database shows, or will show once it is brought there from the log */
export function openFiles(directory: string, stamp: number): OpenedFiles {
  const files: OpenFile[] = []
  try {
    for (const name of names) {
      const path = join(directory, name)
      const file = openSync(path, 'r')
      files.push({ path, file, stats: inodeOf(fstatSync(file)) })
    }
    return { stamp, files }
  } catch (error) {
    closeFiles({ stamp, files })
    throw error
  }
}

/** After SQLite has closed the same files: closing them before would end its locks on them (POSIX). */
export function closeFiles({ files }: OpenedFiles) {
  for (const { file } of files) closeSync(file)
}

function inodeOf({ ino, dev }: Stats): OpenFile['stats'] {
  return { ino, dev }
}

function isInPlace({ path, file, stats }: OpenFile): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    // Some network file systems give a file another number in the course of time.
    return found !== undefined && (isSame(found, stats) || isSame(found, fstatSync(file)))
  } catch {
    return false // not even the directory can be looked into
  }
}

function isSame(one: OpenFile['stats'], other: OpenFile['stats']): boolean {
  return one.ino === other.ino && one.dev === other.dev
}

function fault(path: string, what: string): StoreUnavailable {
  return new StoreUnavailable(
    'moved',
    `${path} ${what} while it was open. Nothing can be stored until the next start: stop Postback, put the right data directory in its place (docs/operating.md, "Restoring"), and start it again.`,
  )
}
