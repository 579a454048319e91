import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fillStore } from './fill.ts'
import { type Postback, startPostback } from './postback.ts'
import { Child, within } from './processes.ts'
import type { ReceiverAnswers } from './receiver.ts'

export interface Receiver {
  readonly url: string
  readonly ask: Child<ReceiverAnswers>['ask']
  /** Fulfilled when so many have come since the last reset. */
  arrived(count: number): Promise<void>
}

const arrivalTimeoutMs = 600_000

export interface WorkbenchOptions {
  readonly directory: string
  readonly rows: number
  readonly long: boolean
  /** Where profiles of the server are written; null: none are made. */
  readonly profiles: string | null
  readonly say: (what: string) => void
}

/** What measurements share, made when the first of them needs it. */
export class Workbench {
  readonly rows: number
  readonly long: boolean
  readonly say: (what: string) => void
  readonly #directory: string
  readonly #profiles: string | null
  readonly #receivers = new Map<string, Promise<Receiver>>()
  #filled: Promise<string> | undefined
  #transactions = 0

  constructor({ directory, rows, long, profiles, say }: WorkbenchOptions) {
    this.#directory = mkdtempSync(join(directory, 'postback-bench-'))
    this.#profiles = profiles
    this.rows = rows
    this.long = long
    this.say = say
  }

  /** A directory of its own, gone at the end. */
  directory(name: string): string {
    const path = join(this.#directory, name)
    mkdirSync(path, { recursive: true })
    return path
  }

  /** The receiver at an address of this machine. */
  receiver(host = '127.0.0.1'): Promise<Receiver> {
    const known = this.#receivers.get(host)
    if (known !== undefined) return known
    const starting = startReceiver(host)
    this.#receivers.set(host, starting)
    return starting
  }

  /** A data directory with `rows` deliveries of the past, made by `producers` accounts. */
  filledStore(): Promise<string> {
    this.#filled ??= fillStore(this, this.directory('filled'), this.rows)
    return this.#filled
  }

  startPostback(dataDir: string, name: string, connections?: number): Promise<Postback> {
    const profile = ['--cpu-prof', `--cpu-prof-dir=${this.#profiles}`, `--cpu-prof-name=${name}.cpuprofile`]
    return startPostback(dataDir, {
      ...(connections === undefined ? {} : { connections }),
      nodeOptions: this.#profiles === null ? [] : profile,
    })
  }

  /** The first of so many transaction numbers that nobody else uses. */
  takeTransactions(count: number): number {
    this.#transactions += count
    return this.#transactions - count
  }

  /** At once, so that it can be done at any end. */
  remove() {
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

async function startReceiver(host: string): Promise<Receiver> {
  const child = await Child.start<ReceiverAnswers>('./receiver.ts')
  return {
    url: await child.ask('listen', host),
    ask: (name, ...argument) => child.ask(name, ...argument),
    arrived: (count) =>
      within(child.ask('waitFor', count), arrivalTimeoutMs, `Fewer than ${count} webhooks have arrived.`),
  }
}
