import type { Database } from '../database.ts'

/** Pages not yet in the database file at which the background is asked to bring them there: 16 MB. */
const pagesToBring = 4_096
/** So few are brought here without anybody noticing: some milliseconds. */
const pagesLeftFew = 512
/** 64 MB: the background does not keep up, or is gone. Done here, since a log without end would be worse than a pause. */
const pagesTooMany = 16_384

/** A look costs as much as writing a row or two. */
const commitsPerLook = 8

export interface LogState {
  readonly log: number
  readonly checkpointed: number
}

/** Looks, and does nothing. */
export function logState(db: Database): LogState {
  return db.get<LogState>('pragma wal_checkpoint(noop)') ?? { log: 0, checkpointed: 0 }
}

/**
 * Keeps the write-ahead log short without pauses. SQLite by itself would copy the log into the database, with its syncs, in
 * whichever commit crosses a limit. Here another thread does most of it while writing goes on; what was written meanwhile is
 * copied here, and with nothing left to copy the next commit begins the log anew.
 */
export class Checkpoints {
  readonly #db: Database
  readonly #askBackground: () => void
  #asked = false
  #commits = 0

  constructor(db: Database, askBackground: () => void) {
    this.#db = db
    this.#askBackground = askBackground
  }

  /** Never fails: what comes before it is committed, and must not look as if it were not. */
  afterCommit() {
    if (++this.#commits % commitsPerLook !== 0) return
    const { log, checkpointed } = this.#logState()
    const pages = log - checkpointed
    if (pages >= pagesTooMany) this.#checkpoint()
    else if (pages >= pagesToBring && !this.#asked) {
      this.#asked = true
      this.#askBackground()
    }
  }

  /** The background has done its part, or cannot. */
  backgroundEnded() {
    this.#asked = false
    const { log, checkpointed } = this.#logState()
    if (log - checkpointed <= pagesLeftFew || log >= pagesTooMany) this.#checkpoint()
  }

  #logState(): LogState {
    try {
      return logState(this.#db)
    } catch {
      return { log: 0, checkpointed: 0 }
    }
  }

  #checkpoint() {
    try {
      this.#db.get('pragma wal_checkpoint(passive)')
    } catch {
      // What was committed stays in the log, and the next commits try again; a full disk is said by them.
    }
  }
}
