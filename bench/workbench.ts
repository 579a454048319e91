import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { producers } from './fill.ts'
import type { Reporting } from './load/full-rate.ts'
import { type Postback, startPostback } from './postback.ts'
import { Child, within } from './processes.ts'
import type { ReceiverAnswers } from './receiver.ts'
import { postback, type RunningPostback } from './senders/postback.ts'
import type { RunningSender, Sender } from './senders/sender.ts'

export interface Receiver {
  readonly url: string
  /** One for each of its hosts. */
  readonly urls: readonly string[]
  readonly ask: Child<ReceiverAnswers>['ask']
  stop(): Promise<void>
  /** Resolves when `count` webhooks have arrived since the last reset. */
  arrived(count: number): Promise<void>
  /** Like `arrived`; false after the time-out. */
  arrivedWithin(count: number, timeoutMs: number): Promise<boolean>
}

const arrivalTimeoutMs = 600_000
/** One process listens on all these hosts. */
const crowdHosts = Array.from({ length: 500 }, (_, i) => `127.0.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`)

export interface WorkbenchOptions {
  readonly directory: string
  readonly rows: number
  readonly full: boolean
  readonly senders: readonly Sender[]
  /** Directory for CPU profiles of the processes; null: no profiles. */
  readonly profiles: string | null
  readonly say: (what: string) => void
}

/** Resources that measurements share. Each is made when it is first needed. */
export class Workbench {
  readonly rows: number
  readonly full: boolean
  readonly senders: readonly Sender[]
  readonly say: (what: string) => void
  readonly #directory: string
  readonly #profiles: string | null
  readonly #receivers = new Map<string, Promise<Receiver>>()
  readonly #running = new Map<Sender, Promise<RunningSender>>()
  readonly #warmUnder = new Map<RunningSender, Set<Reporting>>()
  readonly #filled = new Map<Sender, Promise<string>>()
  #transactions = 0

  constructor({ directory, rows, full, senders, profiles, say }: WorkbenchOptions) {
    this.#directory = mkdtempSync(join(directory, 'postback-bench-'))
    this.#profiles = profiles
    this.rows = rows
    this.full = full
    this.senders = senders
    this.say = say
  }

  /** Makes a directory with mode 700. It is removed at the end. */
  directory(name: string): string {
    const path = join(this.#directory, name)
    mkdirSync(path, { mode: 0o700 })
    return path
  }

  /** A sender with old deliveries and the usual endpoints. It is shared, so that its warm process is used again. */
  running(sender: Sender): Promise<RunningSender> {
    const running = this.#running.get(sender) ?? this.#start(sender)
    this.#running.set(sender, running)
    return running
  }

  /** The loads under which the sender was warmed up. */
  warmUnder(running: RunningSender): Set<Reporting> {
    const loads = this.#warmUnder.get(running) ?? new Set()
    this.#warmUnder.set(running, loads)
    return loads
  }

  async postback(): Promise<RunningPostback> {
    return (await this.running(postback)) as RunningPostback
  }

  async #start(sender: Sender): Promise<RunningSender> {
    const directory = await this.filled(sender)
    const running = await sender.start(this, directory)
    await running.register(await this.endpointUrls())
    return running
  }

  /** For measurements that need the directory of a sender alone. */
  async stopSenders() {
    const all = [...this.#running.values()]
    this.#running.clear()
    for (const running of all) await (await running).stop()
  }

  /** One URL for each account, all of one receiver. */
  async endpointUrls(): Promise<string[]> {
    const { url } = await this.receiver()
    return Array.from({ length: producers }, () => url)
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

  /** A directory with `rows` old deliveries, if the sender supports it. */
  filled(sender: Sender): Promise<string> {
    const filled = this.#filled.get(sender) ?? this.#fill(sender)
    this.#filled.set(sender, filled)
    return filled
  }

  async #fill(sender: Sender): Promise<string> {
    const directory = this.directory(sender.name)
    await sender.fill?.(this, directory, this.rows)
    return directory
  }

  startPostback(
    dataDir: string,
    name: string,
    connections?: number,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Postback> {
    return startPostback(dataDir, {
      environment,
      ...(connections === undefined ? {} : { connections }),
      nodeOptions: this.profileOptions(name),
    })
  }

  /** Each thread of a process writes its own profile. */
  profileOptions(name: string): readonly string[] {
    return this.#profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(this.#profiles, name)}`]
  }

  /** Reserves `count` transaction numbers, and returns the first. */
  takeTransactions(count: number): number {
    this.#transactions += count
    return this.#transactions - count
  }

  /** Stops all senders and receivers, and removes the directories. */
  async stop() {
    await this.stopSenders()
    for (const receiver of this.#receivers.values()) await (await receiver).stop()
    this.remove()
  }

  /** Synchronous, so that it works in an exit handler. */
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
    stop: () => child.stop(),
    arrived: (count) =>
      within(child.ask('waitFor', count), arrivalTimeoutMs, `Fewer than ${count} webhooks have arrived.`),
    arrivedWithin: async (count, timeoutMs) => {
      const all = child.ask('waitFor', count).then(() => true)
      return Promise.race([all, new Promise<boolean>((resolve) => setTimeout(resolve, timeoutMs, false))])
    },
  }
}
