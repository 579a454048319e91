import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fillStore } from './fill.ts'
import { type Postback, startPostback } from './postback.ts'
import { Child, within } from './processes.ts'
import type { ReceiverAnswers } from './receiver.ts'

export interface Receiver {
  readonly url: string
  /** One for each of its hosts. */
  readonly urls: readonly string[]
  readonly ask: Child<ReceiverAnswers>['ask']
  /** Fulfilled when so many have come since the last reset. */
  arrived(count: number): Promise<void>
  /** The same, or false when they have not come in time. */
  arrivedWithin(count: number, timeoutMs: number): Promise<boolean>
}

const arrivalTimeoutMs = 600_000
/** One process listens on all of them. */
const crowdHosts = Array.from({ length: 500 }, (_, i) => `127.0.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`)

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
    return this.#receiver(host, [host])
  }

  /** A receiver with 500 hosts. */
  crowd(): Promise<Receiver> {
    return this.#receiver('crowd', crowdHosts)
  }

  #receiver(name: string, hosts: readonly string[]): Promise<Receiver> {
    const known = this.#receivers.get(name)
    if (known !== undefined) return known
    const starting = startReceiver(hosts)
    this.#receivers.set(name, starting)
    return starting
  }

  /** A data directory with `rows` deliveries of the past, made by `producers` accounts. */
  filledStore(): Promise<string> {
    this.#filled ??= fillStore(this, this.directory('filled'), this.rows)
    return this.#filled
  }

  startPostback(
    dataDir: string,
    name: string,
    connections?: number,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Postback> {
    const profile = ['--cpu-prof', `--cpu-prof-dir=${this.#profiles}`, `--cpu-prof-name=${name}.cpuprofile`]
    return startPostback(dataDir, {
      environment,
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

async function startReceiver(hosts: readonly string[]): Promise<Receiver> {
  const child = await Child.start<ReceiverAnswers>('./receiver.ts')
  const urls = await child.ask('listen', hosts)
  return {
    url: urls[0] ?? '',
    urls,
    ask: (name, ...argument) => child.ask(name, ...argument),
    arrived: (count) =>
      within(child.ask('waitFor', count), arrivalTimeoutMs, `Fewer than ${count} webhooks have arrived.`),
    arrivedWithin: async (count, timeoutMs) => {
      const all = child.ask('waitFor', count).then(() => true)
      return Promise.race([all, new Promise<boolean>((resolve) => setTimeout(resolve, timeoutMs, false))])
    },
  }
}
