import { DatabaseLocked } from '../sqlite-errors.ts'

/** Between two tries. A try blocks its thread for up to `lockWaitMs`, so two thirds of the time are left for reads. */
const pauseMs = 100

interface ForeignLock {
  /** Fulfilled when the lock is gone or overdue. */
  readonly settled: Promise<void>
  isOverdue: boolean
}

export interface WriteTurnsParts {
  /** @throws DatabaseLocked */
  readonly tryLock: () => void
  /** How long writes wait for a lock, from its first sight. After that they fail at once, until the lock is gone. */
  readonly patienceMs: number
}

/**
 * Another program may hold the write lock of the database: a backup tool, the sqlite3 shell. SQLite would block this thread
 * while it waits. So it waits only for a moment; then one timer tries for all writes, which queue behind it in their order.
 */
export class WriteTurns {
  readonly #parts: WriteTurnsParts
  #lock: ForeignLock | null = null
  #stop: () => void = () => {}

  constructor(parts: WriteTurnsParts) {
    this.#parts = parts
  }

  /** @param write must throw DatabaseLocked before it has had any effect */
  async run<T>(write: () => T): Promise<T> {
    for (;;) {
      while (this.#lock) {
        if (this.#lock.isOverdue) throw new DatabaseLocked()
        await this.#lock.settled
      }
      try {
        return write()
      } catch (error) {
        if (!(error instanceof DatabaseLocked)) throw error
        this.#lock = this.#watch()
      }
    }
  }

  /** Waiting writes fail. */
  stop() {
    this.#stop()
  }

  #watch(): ForeignLock {
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>()
    const lock: ForeignLock = { settled, isOverdue: false }
    const giveUp = () => {
      lock.isOverdue = true
      settle()
    }
    const overdue = setTimeout(giveUp, this.#parts.patienceMs)
    const tries = setInterval(() => {
      if (this.#isLocked()) return
      end()
      this.#lock = null
      settle()
    }, pauseMs)
    const end = () => {
      clearTimeout(overdue)
      clearInterval(tries)
    }
    this.#stop = () => {
      end()
      giveUp()
    }
    return lock
  }

  #isLocked(): boolean {
    try {
      this.#parts.tryLock()
      return false
    } catch (error) {
      // The write itself meets and reports any other error.
      return error instanceof DatabaseLocked
    }
  }
}
