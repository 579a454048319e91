import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { machineTime } from './machine-time.ts'
import { answerParent } from './processes.ts'

/** A receiver as fast as node:http allows, in a separate process. It answers 200, and records the id and time of each webhook. */

const idBytes = 36
const blockRows = 16_384

class Arrivals {
  readonly #ids: Buffer[] = []
  readonly #times: Float64Array[] = []
  count = 0
  bodyBytes = 0

  add(id: string, at: number) {
    const row = this.count % blockRows
    if (row === 0) {
      this.#ids.push(Buffer.alloc(blockRows * idBytes, ' '))
      this.#times.push(new Float64Array(blockRows))
    }
    this.#ids.at(-1)?.write(id, row * idBytes, idBytes, 'latin1')
    const times = this.#times.at(-1)
    if (times) times[row] = at
    this.count++
  }

  all() {
    return { idBytes, count: this.count, ids: Buffer.concat(this.#ids), times: this.#times, bodyBytes: this.bodyBytes }
  }
}

let arrivals = new Arrivals()
/** Requests whose path begins with this are held; null: none. */
let hangingUnder: string | null = null
let held: { readonly id: string; readonly response: ServerResponse }[] = []
let idHeader = 'webhook-id'
let awaited: { readonly count: number; readonly resolve: () => void } | null = null

function receive(request: IncomingMessage, response: ServerResponse) {
  const id = String(request.headers[idHeader] ?? '')
  const hangs = hangingUnder !== null && request.url?.startsWith(hangingUnder) === true
  if (!hangs) arrivals.add(id, machineTime())
  request.on('data', (chunk: Buffer) => {
    arrivals.bodyBytes += chunk.byteLength
  })
  request.on('end', () => {
    if (hangs) held.push({ id, response })
    else answer(response)
    tellIfAllHaveCome()
  })
}

function tellIfAllHaveCome() {
  if (awaited && arrivals.count >= awaited.count) awaited.resolve()
}

function answer(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 2 })
  response.end('ok')
}

async function listen(host: string): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, receive)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, 1024, resolve)
  })
  return `http://${host}:${(server.address() as AddressInfo).port}/`
}

const answers = {
  /** One URL for each host. */
  listen: (hosts: readonly string[]): Promise<string[]> => Promise.all(hosts.map(listen)),
  /** Deletes all arrivals. */
  reset() {
    arrivals = new Arrivals()
    awaited = null
  },
  /** Sets the header that holds the id of the webhook. */
  identifyBy(header: string) {
    idHeader = header
  },
  /** Arrivals since the last reset. */
  count: () => arrivals.count,
  amount: () => ({ count: arrivals.count, bodyBytes: arrivals.bodyBytes }),
  /** Resolves when `count` webhooks have arrived since the last reset. */
  async waitFor(count: number) {
    if (arrivals.count < count) await new Promise<void>((resolve) => (awaited = { count, resolve }))
  },
  arrivals: () => arrivals.all(),
  /**
   * Holds all later requests under this path. With null, held requests and all later ones are answered. Held requests count as
   * arrived only then, so that held and answered requests can share a receiver.
   */
  hang(under: string | null) {
    hangingUnder = under
    if (under !== null) return
    for (const { id, response } of held) {
      if (response.destroyed) continue
      arrivals.add(id, machineTime())
      answer(response)
    }
    held = []
    tellIfAllHaveCome()
  },
} as const

export type ReceiverAnswers = typeof answers

answerParent(answers)
