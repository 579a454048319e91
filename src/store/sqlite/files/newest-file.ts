import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Uuid } from '../../../domain/ids.ts'

export interface LastSeen {
  /** The newest id that the store has contained; `leastId`: none. */
  readonly newest: Uuid
  /** Whether the process that wrote it has closed the database. */
  readonly isClosed: boolean
}

/** The value of a store without ids. */
export const leastId: Uuid = '00000000-0000-0000-0000-000000000000'
const line = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (open|closed)\n$/

/** null: the file is missing, or has unknown content. */
export function readLastSeen(path: string): LastSeen | null {
  try {
    const [, newest, state] = line.exec(readFileSync(path, 'utf8')) ?? []
    return newest === undefined ? null : { newest: newest as Uuid, isClosed: state === 'closed' }
  } catch {
    return null
  }
}

/**
 * The newest id of the store, in a small file beside the database. If the newest id of a database is older than this one, it is
 * not the last database used here: it is a copy, or its log is missing. Each start and each stop writes the file anew. In between
 * each id overwrites the previous one, without a sync, and after the commit, so that the file is never ahead of the database.
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

  /** Call after the commit of `id`. */
  note(id: Uuid) {
    const file = this.#file
    if (id <= this.#newest || file === null) return
    this.#newest = id
    this.#try(() => writeSync(file, id, 0))
  }

  /** @param held the newest id of the closed database; null: it was not closed, or has moved, so the file is not changed */
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

  /** Writes a draft and renames it, so that a crash leaves the old or the new file complete. */
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
