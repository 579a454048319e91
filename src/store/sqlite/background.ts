import { Worker } from 'node:worker_threads'
import type { FromWorker, QueryArguments, QueryName, QueryResult, ToWorker } from './queries.ts'

interface Question {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** This side of the thread that reads the history and brings the log into the database. It is started when needed. */
export class Background {
  readonly #path: string
  readonly #onCheckpointed: () => void
  readonly #warn: (message: string) => void
  #worker: Worker | undefined
  #questions = new Map<number, Question>()
  #lastId = 0

  constructor(path: string, onCheckpointed: () => void, warn: (message: string) => void = () => {}) {
    this.#path = path
    this.#onCheckpointed = onCheckpointed
    this.#warn = warn
  }

  ask<Name extends QueryName>(name: Name, ...args: QueryArguments<Name>): Promise<QueryResult<Name>> {
    return new Promise((resolve, reject) => {
      const worker = this.#started()
      const id = ++this.#lastId
      this.#questions.set(id, { resolve, reject })
      worker.ref() // an answer is awaited: the process must not end meanwhile
      this.#tell(worker, { kind: 'query', id, name, args })
    })
  }

  checkpoint() {
    this.#tell(this.#started(), { kind: 'checkpoint' })
  }

  /** Answers what was asked, then ends. */
  async stop() {
    const worker = this.#worker
    if (!worker) return
    worker.ref()
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    this.#tell(worker, { kind: 'stop' })
    await ended
  }

  #tell(worker: Worker, message: ToWorker) {
    worker.postMessage(message)
  }

  #started(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./background-worker.ts', import.meta.url), { workerData: this.#path })
    worker.on('message', (message: FromWorker) => this.#hear(message))
    worker.on('error', (error) => this.#ended(worker, error))
    worker.on('exit', () => this.#ended(worker, new Error('The thread that reads the history has ended.')))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #hear(message: FromWorker) {
    if (message.kind === 'checkpointed') return this.#onCheckpointed()
    if (message.kind === 'warning') return this.#warn(message.message)
    const question = this.#questions.get(message.id)
    this.#questions.delete(message.id)
    if (this.#questions.size === 0) this.#worker?.unref()
    if (message.kind === 'answer') question?.resolve(message.value as never)
    else question?.reject(withCode(message.error, message.errcode))
  }

  /** What was asked fails; the next question starts another thread. */
  #ended(worker: Worker, error: unknown) {
    if (this.#worker !== worker) return
    this.#worker = undefined
    const questions = this.#questions
    this.#questions = new Map()
    for (const { reject } of questions.values()) reject(error)
    this.#onCheckpointed()
  }
}

function withCode(error: unknown, errcode: number | null): unknown {
  return error instanceof Error && errcode !== null ? Object.assign(error, { errcode }) : error
}
