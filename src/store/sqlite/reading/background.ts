import { Thread } from '../threads/thread.ts'
import type { FromReader } from './background-worker.ts'
import type { QueryArguments, QueryName, QueryResult } from './queries.ts'

/** This side of the thread that reads the history and brings the log into the database. It is started when needed. */
export class Background {
  readonly #path: string
  readonly #onCheckpointed: () => void
  readonly #warn: (message: string) => void
  #thread: Thread | undefined

  constructor(path: string, onCheckpointed: () => void, warn: (message: string) => void = () => {}) {
    this.#path = path
    this.#onCheckpointed = onCheckpointed
    this.#warn = warn
  }

  ask<Name extends QueryName>(name: Name, ...args: QueryArguments<Name>): Promise<QueryResult<Name>> {
    return this.#started().call(name, args)
  }

  checkpoint() {
    this.#started().notice('checkpoint')
  }

  /** Answers what was asked, then ends. */
  async stop() {
    await this.#thread?.end()
  }

  #started(): Thread {
    if (this.#thread) return this.#thread
    const thread = new Thread({
      file: new URL('./background-worker.ts', import.meta.url),
      onNotice: (notice: FromReader) =>
        notice.kind === 'warning' ? this.#warn(notice.message) : this.#onCheckpointed(),
      // What was asked has failed; the next question starts another thread.
      onCrash: () => {
        this.#thread = undefined
        this.#onCheckpointed()
      },
    })
    this.#thread = thread
    // It opens nothing yet: what keeps it from that is said to whoever asks.
    void thread.call('open', [this.#path]).catch(() => {})
    return thread
  }
}
