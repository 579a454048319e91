import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Remote calls to child processes: both sides. */

/** The functions that a child offers, by name. */
export type Answers = Readonly<Record<string, (argument: never) => unknown>>

type AnswerOf<A extends Answers, K extends keyof A> = Awaited<ReturnType<A[K]>>

interface Question {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

type Reply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string }

const startTimeoutMs = 60_000
const stopTimeoutMs = 30_000
const killTimeoutMs = 5_000

export class Child<A extends Answers> {
  readonly #process: ChildProcess
  readonly #open = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  readonly #ended: Promise<void>
  #asked = 0

  private constructor(process: ChildProcess) {
    this.#process = process
    this.#ended = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        running.delete(process)
        for (const { reject } of this.#open.values())
          reject(new Error(`A child process ended: ${signal ?? `code ${code}`}.`))
        this.#open.clear()
        resolve()
      })
    })
    process.on('message', (message) => {
      const reply = message as Reply
      const question = this.#open.get(reply.id)
      this.#open.delete(reply.id)
      if ('error' in reply) question?.reject(new Error(reply.error))
      else question?.resolve(reply.answer)
    })
  }

  /** @param file beside this one; it must call `answerParent` */
  static async start<A extends Answers>(
    file: string,
    options: { environment?: Readonly<Record<string, string>>; nodeOptions?: readonly string[] } = {},
  ): Promise<Child<A>> {
    const process = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      env: { ...globalThis.process.env, ...options.environment },
      execArgv: [...(options.nodeOptions ?? [])],
      // Passes Buffers as Buffers.
      serialization: 'advanced',
      // Standard output is only for the figures.
      stdio: ['ignore', 2, 'inherit', 'ipc'],
    })
    running.add(process)
    const child = new Child<A>(process)
    await within(child.#ask('ready', null), startTimeoutMs, `${file} has not started.`)
    return child
  }

  get pid(): number {
    const { pid } = this.#process
    if (pid === undefined) throw new Error('A child process could not be started.')
    return pid
  }

  ask<K extends keyof A & string>(name: K, ...[argument]: Parameters<A[K]>): Promise<AnswerOf<A, K>> {
    return this.#ask(name, argument) as Promise<AnswerOf<A, K>>
  }

  /** Asks the process to end, and kills it after a time-out. */
  async stop() {
    if (this.#process.connected) this.#process.disconnect()
    await within(this.#ended, stopTimeoutMs, '').catch(() => this.#process.kill('SIGKILL'))
    await this.#ended
  }

  /** Ends the process without waiting for its open work. */
  async kill() {
    this.#process.kill('SIGTERM')
    await within(this.#ended, killTimeoutMs, '').catch(() => this.#process.kill('SIGKILL'))
    await this.#ended
  }

  #ask(name: string, argument: unknown): Promise<unknown> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject })
      this.#process.send({ id, name, argument } satisfies Question, (error) => {
        if (error && this.#open.delete(id)) reject(error)
      })
    })
  }
}

const running = new Set<ChildProcess>()

/** Kills all children at once, for the exit of the parent. */
export function killChildren() {
  for (const child of running) child.kill('SIGKILL')
}

/** In a child: answers the parent's questions, and ends when the parent is gone. */
export function answerParent(answers: Answers, stop: () => Promise<unknown> | unknown = () => {}) {
  if (!process.send) throw new Error('This file is started by bench/main.ts.')
  const byName: Answers = { ...answers, ready: () => true }
  process.on('message', async (message) => {
    const { id, name, argument } = message as Question
    let reply: Reply
    try {
      reply = { id, answer: await byName[name]?.(argument as never) }
    } catch (error) {
      reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    if (process.connected) process.send?.(reply)
  })
  process.once('disconnect', async () => {
    await stop()
    // The child exits by itself, not by a signal: a profile is written only at a normal exit.
    process.exit(0)
  })
  // The signal itself would end the process without a profile.
  process.once('SIGTERM', () => process.exit(143))
  // Ctrl-C reaches the whole process group, but the parent ends its children itself.
  process.on('SIGINT', () => {})
}

export async function within<T>(promise: Promise<T>, timeoutMs: number, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), timeoutMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
