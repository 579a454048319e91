import type { Database } from '../database.ts'

/** With this many pages outside the database file, the background is asked for a checkpoint: 16 MB. */
const pagesToBring = 4_096
/** This few pages are checkpointed on this thread: it takes some milliseconds. */
const pagesLeftFew = 512
/** 64 MB: the background is too slow or gone. This thread does the checkpoint, since a pause is better than an unbounded log. */
const pagesTooMany = 16_384

/** Reading the state of the log costs as much as writing a row or two. */
const commitsPerLook = 8

export interface LogState {
  readonly log: number
  readonly checkpointed: number
}

/** Reads the state without a checkpoint. */
export function logState(db: Database): LogState {
  return db.get<LogState>('pragma wal_checkpoint(noop)') ?? { log: 0, checkpointed: 0 }
}

/**
 * Keeps the write-ahead log short without pauses. By default SQLite would copy the log into the database, with syncs, in the
 * commit that crosses a limit. Here another thread copies most of it while writes continue. This thread copies the pages
 * written since then; with no page left, the next commit restarts the log.
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

  /** Never fails: the commit before it is done, and must not be reported as failed. */
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

  /** The background has finished its part, or has failed. */
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
      // The commits stay in the log, and the next ones try again; they also report a full disk.
    }
  }
}
