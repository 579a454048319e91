import { DatabaseLocked } from '../sqlite-errors.ts'

/** Between two tries. A try blocks its thread for up to `lockWaitMs`, so two thirds of the time are left for what is read there. */
const pauseMs = 100

interface ForeignLock {
  /** Fulfilled when the lock is gone, or has been there for too long. */
  readonly settled: Promise<void>
  isOverdue: boolean
}

export interface WriteTurnsParts {
  /** @throws DatabaseLocked */
  readonly tryLock: () => void
  /** How long a lock is waited for, from the moment it was met. After that writes fail at once, until it is gone. */
  readonly patienceMs: number
}

/**
 * The write lock of the database may be another program's: a backup tool, the sqlite3 shell. SQLite would wait for it on this thread,
 * where nothing else happens meanwhile. So it waits for a moment only; then one timer tries for all writes, which line up
 * behind it, in their order.
 */
export class WriteTurns {
  readonly #parts: WriteTurnsParts
  #lock: ForeignLock | null = null
  #stop: () => void = () => {}

  constructor(parts: WriteTurnsParts) {
    this.#parts = parts
  }

  /** @param write done once, or not at all: it throws DatabaseLocked before it has done anything */
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

  /** What still waits fails. */
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
      // Any other fault is met, and said, by the write itself.
      return error instanceof DatabaseLocked
    }
  }
}
