import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../../contract/unavailable.ts'

/** Without its log, commits are lost with the process; without `lock.db`, a second process could start. */
const names = ['postback.db', 'postback.db-wal', 'postback.db-shm', 'lock.db'] as const

/** Position and length of `user_version` in an SQLite file. */
const stampAt = 60
const stampBytes = 4

interface OpenFile {
  readonly path: string
  readonly file: number
  /** At the time of opening. */
  readonly stats: Pick<Stats, 'ino' | 'dev'>
}

/** Plain data: open files belong to the whole process, so threads can share it. */
export interface OpenedFiles {
  readonly stamp: number
  readonly files: readonly OpenFile[]
}

/**
 * Checks that the names in the data directory still lead to the open files. A file that was removed, or whose directory was
 * moved, still accepts commits, but the next start does not find them. So this is checked before and after each commit: it
 * takes 6 µs.
 *
 * A copy written over the database keeps the file and changes its content. So each start stamps the database with a random number
 * (`user_version`), which the file must then contain.
 */
export class FilesInPlace {
  readonly opened: OpenedFiles
  readonly #stamp = Buffer.alloc(stampBytes)
  readonly #read = Buffer.alloc(stampBytes)
  #isShown = false
  #gone: StoreUnavailable | null = null

  /** Once a file was not in place, the check fails until the next start: writes since then may be anywhere. */
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
      return false // the next start cannot read it either
    }
  }
}

/** @param stamp the number that the database file contains, or will contain after a checkpoint */
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

/** Call after SQLite has closed the same files: closing them earlier would end its locks on them (POSIX). */
export function closeFiles({ files }: OpenedFiles) {
  for (const { file } of files) closeSync(file)
}

function inodeOf({ ino, dev }: Stats): OpenFile['stats'] {
  return { ino, dev }
}

function isInPlace({ path, file, stats }: OpenFile): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    // Some network file systems change the inode number of a file over time.
    return found !== undefined && (isSame(found, stats) || isSame(found, fstatSync(file)))
  } catch {
    return false // even the directory cannot be read
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
