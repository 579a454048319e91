import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Uuid } from '../../../domain/ids.ts'

export interface LastSeen {
  /** The newest id that the store has held, or the least of all ids: it held none. */
  readonly newest: Uuid
  /** Whether the process that wrote it has closed the database since. */
  readonly isClosed: boolean
}

/** What a store without ids says. */
export const leastId: Uuid = '00000000-0000-0000-0000-000000000000'
const line = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (open|closed)\n$/

/** null: there is none, or nothing that we wrote. */
export function readLastSeen(path: string): LastSeen | null {
  try {
    const [, newest, state] = line.exec(readFileSync(path, 'utf8')) ?? []
    return newest === undefined ? null : { newest: newest as Uuid, isClosed: state === 'closed' }
  } catch {
    return null
  }
}

/**
 * The newest id of the store, in a small file beside the database. A database that holds less than this file says is not the one
 * that was here last: a copy, or one without its log. Each start and each stop writes the file anew. In between the id is written over
 * the one before, without a sync: after the commit, so that the file never says more than the database holds.
 */
export class NewestFile {
  readonly #path: string
  readonly #onTrouble: (error: unknown) => void
  #newest = leastId
  #file: number | null = null

  constructor(path: string, onTrouble: (error: unknown) => void) {
    this.#path = path
    this.#onTrouble = onTrouble
  }

  open(newest: Uuid | null) {
    this.#newest = newest ?? leastId
    this.#try(() => {
      this.#replace('open')
      this.#file = openSync(this.#path, 'r+')
    })
  }

  /** What was committed. */
  note(id: Uuid) {
    const file = this.#file
    if (id <= this.#newest || file === null) return
    this.#newest = id
    this.#try(() => writeSync(file, id, 0))
  }

  /** @param held what a database that was closed holds; null: it was not, or not where it was opened, and the file stays as it is */
  close(held: { readonly newest: Uuid | null } | null) {
    const file = this.#file
    this.#file = null
    this.#try(() => {
      if (file !== null) closeSync(file)
      if (held === null) return
      this.#newest = held.newest ?? leastId
      this.#replace('closed')
    })
  }

  /** Written beside and renamed, so that a crash leaves either of the two whole. */
  #replace(state: 'open' | 'closed') {
    const draft = `${this.#path}.new`
    writeFileSync(draft, `${this.#newest} ${state}\n`, { mode: 0o600, flush: true })
    renameSync(draft, this.#path)
    const directory = openSync(dirname(this.#path), 'r')
    fsyncSync(directory)
    closeSync(directory)
  }

  #try(use: () => void) {
    try {
      use()
    } catch (error) {
      this.#file = null
      this.#onTrouble(error)
    }
  }
}
