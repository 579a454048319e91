import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { errorOf, type FromThread, type ToThread } from './calls.ts'

interface Call {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

export interface ThreadParts {
  /** The module that runs in the thread: see `serveCalls`. */
  readonly file: URL
  readonly onNotice: (notice: never) => void
  /** Called when the thread has crashed. Its calls have failed. */
  readonly onCrash: (error: unknown) => void
}

/** Threads of closed stores, by module, for the next store of the process: starting one takes 0.2 s. */
const spare = new Map<string, Set<Worker>>()

/**
 * The main thread's side of a thread that serves calls by name, in order. It keeps the process alive only while it awaits an
 * answer.
 */
export class Thread {
  readonly #worker: Worker
  readonly #parts: ThreadParts
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #crash: unknown = null

  constructor(parts: ThreadParts) {
    this.#parts = parts
    this.#worker = takeSpare(parts.file) ?? start(parts.file)
    this.#worker.on('message', this.#hear).on('error', this.#crashed).on('exit', this.#exited)
    this.#worker.unref()
  }

  call<Result>(name: string, args: readonly unknown[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#crash !== null) return reject(this.#crash)
      const id = ++this.#lastId
      this.#tell({ kind: 'call', id, name, args })
      if (this.#calls.size === 0) this.#worker.ref()
      this.#calls.set(id, { resolve, reject })
    })
  }

  notice(notice: unknown) {
    this.#tell({ kind: 'notice', notice })
  }

  /** Waits for pending answers; then the thread is free for the next store. */
  async end() {
    if (this.#crash !== null) return
    await this.call('close', [])
    this.#worker.off('message', this.#hear).off('error', this.#crashed).off('exit', this.#exited)
    keepSpare(this.#parts.file, this.#worker)
  }

  #tell(message: ToThread) {
    this.#worker.postMessage(message)
  }

  readonly #hear = (message: FromThread) => {
    for (const notice of message.notices) this.#parts.onNotice(notice as never)
    if (message.kind === 'notices') return
    const call = this.#calls.get(message.id)
    this.#calls.delete(message.id)
    if (this.#calls.size === 0) this.#worker.unref()
    if (message.kind === 'answer') call?.resolve(message.value as never)
    else call?.reject(errorOf(message.failure))
  }

  readonly #exited = () => this.#crashed(new Error('A thread of the store has ended.'))

  readonly #crashed = (error: unknown) => {
    if (this.#crash !== null) return
    this.#crash = error
    for (const { reject } of this.#calls.values()) reject(error)
    this.#calls.clear()
    this.#parts.onCrash(error)
  }
}

function takeSpare({ href }: URL): Worker | null {
  const [worker] = spare.get(href) ?? []
  if (!worker) return null
  spare.get(href)?.delete(worker)
  return worker
}

function start(file: URL): Worker {
  const worker = new Worker(file, { name: basename(file.pathname, '.ts') })
  worker.once('exit', () => spare.get(file.href)?.delete(worker))
  return worker
}

function keepSpare({ href }: URL, worker: Worker) {
  spare.set(href, (spare.get(href) ?? new Set()).add(worker))
}
