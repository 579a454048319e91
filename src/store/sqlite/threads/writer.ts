import type { DeliveryId } from '../../../domain/ids.ts'
import type { Change } from '../../contract/nodes.ts'
import { StoreUnavailable } from '../../contract/unavailable.ts'
import type { Recovered } from '../../contract/work.ts'
import type { Database } from '../database.ts'
import { Checkpoints } from '../files/checkpoints.ts'
import { explained, type OpenDirectory, openDirectory, type Warn } from '../files/directory.ts'
import type { OpenedFiles } from '../files/files-in-place.ts'
import { WriteTurns } from '../files/write-turns.ts'
import { Forgetting } from '../forget.ts'
import { recover } from '../hot/recover.ts'
import { DatabaseLocked, isFaultOfDatabase } from '../sqlite-errors.ts'

const openAgainMs = 100

export interface WriterSettings {
  /** Absolute. */
  readonly directory: string
  readonly lockPatienceMs: number
}

export interface WriterParts {
  readonly warn: Warn
  readonly changed: (change: Change) => void
  /** Starts a checkpoint on another thread; `checkpointed` is called when it is done. */
  readonly checkpoint: () => void
}

/** The only connection that writes. It serves calls in their order. */
export class Writer {
  readonly #parts: WriterParts
  readonly #forgetting = new Forgetting()
  #open: Open | undefined
  #hasRecovered = false

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Waits up to `lockPatienceMs` for the lock of another program. */
  async open(settings: WriterSettings): Promise<{ migrations: readonly string[]; path: string; files: OpenedFiles }> {
    const giveUpAt = performance.now() + settings.lockPatienceMs
    for (;;) {
      try {
        this.#open = openAll(settings, this.#parts)
        const { migrations, path, files } = this.#open.directory
        return { migrations, path, files: files.opened }
      } catch (error) {
        const isLocked = error instanceof StoreUnavailable && error.trouble === 'locked'
        if (!isLocked || performance.now() > giveUpAt) throw error
        await new Promise((resolve) => setTimeout(resolve, openAgainMs))
      }
    }
  }

  /** Writes that wait for the lock of another program fail. */
  stopWaiting() {
    this.#open?.turns.stop()
  }

  close() {
    this.#open?.turns.stop()
    this.#open?.directory.close()
    this.#open = undefined
  }

  checkpointed() {
    this.#open?.checkpoints.backgroundEnded()
  }

  watchDeliveries(accountId: string, isWatched: boolean) {
    this.#open?.directory.db.changes.watchDeliveries(accountId, isWatched)
  }

  get newest() {
    return this.#opened.directory.newest
  }

  read<T>(read: (db: Database) => T): T {
    try {
      return read(this.#opened.directory.db)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  /** @param unit `whole`: the work makes its own commit */
  async write<T>(work: (db: Database) => T, unit: 'whole' | 'needed' = 'needed'): Promise<T> {
    try {
      return await this.#opened.turns.run(() => this.#writeNow(work, unit))
    } catch (error) {
      throw this.#explained(error)
    }
  }

  /** All other incarnations ended before this one began. */
  async recover(begun: readonly DeliveryId[], now: number): Promise<Recovered> {
    if (this.#hasRecovered) return { requeued: 0, abandoned: [] }
    const recovered = await this.write((db) => recover(db, begun, now))
    this.#hasRecovered = true
    return recovered
  }

  forget(cutoffs: { history: number; force: number; transactions: number; now: number }) {
    return this.write((db) => this.#forgetting.step(db, cutoffs), 'whole')
  }

  get #opened(): Open {
    if (!this.#open) throw new StoreUnavailable('closed', 'The store is not open.')
    return this.#open
  }

  #explained(error: unknown): unknown {
    const isOurs = error instanceof DatabaseLocked || isFaultOfDatabase(error)
    return isOurs && this.#open ? explained(this.#open.name, error) : error
  }

  #writeNow<T>(work: (db: Database) => T, unit: 'whole' | 'needed'): T {
    const { directory, checkpoints } = this.#opened
    // Before: nothing is written where the next start would not find it. After: such a write is not acknowledged.
    directory.files.require()
    const { db } = directory
    db.changes.drop()
    const result = unit === 'whole' ? work(db) : db.unit(() => work(db))
    directory.files.require()
    db.changes.tell(this.#parts.changed)
    checkpoints.afterCommit()
    return result
  }
}

interface Open {
  /** Path of the directory. */
  readonly name: string
  readonly directory: OpenDirectory
  readonly turns: WriteTurns
  readonly checkpoints: Checkpoints
}

function openAll(settings: WriterSettings, { warn, checkpoint }: WriterParts): Open {
  const directory = openDirectory(settings.directory, warn)
  const turns = new WriteTurns({ tryLock: () => directory.db.unit(() => {}), patienceMs: settings.lockPatienceMs })
  return { name: settings.directory, directory, turns, checkpoints: new Checkpoints(directory.db, checkpoint) }
}
