import { Thread } from '../threads/thread.ts'
import type { FromReader } from './background-worker.ts'
import type { QueryArguments, QueryName, QueryResult } from './queries.ts'

/** The main thread's side of the background thread, which reads the history and checkpoints the log. Started when needed. */
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

  /** Answers the queries under way, then ends. */
  async stop() {
    await this.#thread?.end()
  }

  #started(): Thread {
    if (this.#thread) return this.#thread
    const thread = new Thread({
      file: new URL('./background-worker.ts', import.meta.url),
      onNotice: (notice: FromReader) =>
        notice.kind === 'warning' ? this.#warn(notice.message) : this.#onCheckpointed(),
      // Its queries have failed; the next query starts another thread.
      onCrash: () => {
        this.#thread = undefined
        this.#onCheckpointed()
      },
    })
    this.#thread = thread
    // This opens no file yet: a failure to open is reported to the next query.
    void thread.call('open', [this.#path]).catch(() => {})
    return thread
  }
}
