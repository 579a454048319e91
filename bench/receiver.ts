import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { machineTime } from './machine-time.ts'
import { answerParent } from './processes.ts'

/** A receiver as fast as node:http allows: answers 200, and notes which webhook came when. In a process of its own. */

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
let hanging = false
let held: ServerResponse[] = []
let awaited: { readonly count: number; readonly resolve: () => void } | null = null

function receive(request: IncomingMessage, response: ServerResponse) {
  arrivals.add(String(request.headers['webhook-id'] ?? ''), machineTime())
  request.on('data', (chunk: Buffer) => {
    arrivals.bodyBytes += chunk.byteLength
  })
  request.on('end', () => {
    if (hanging) held.push(response)
    else answer(response)
    if (awaited && arrivals.count >= awaited.count) awaited.resolve()
  })
}

function answer(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 2 })
  response.end('ok')
}

const server = createServer({ keepAliveTimeout: 60_000 }, receive)

const answers = {
  async listen(host: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, host, 1024, resolve)
    })
    return `http://${host}:${(server.address() as AddressInfo).port}/`
  },
  /** What came before is forgotten. */
  reset() {
    arrivals = new Arrivals()
    awaited = null
  },
  /** Fulfilled when so many have come since the last reset. */
  async waitFor(count: number) {
    if (arrivals.count < count) await new Promise<void>((resolve) => (awaited = { count, resolve }))
  },
  arrivals: () => arrivals.all(),
  /** From now on nothing is answered; or everything is, what was kept waiting too. */
  hang(yes: boolean) {
    hanging = yes
    if (yes) return
    for (const response of held) if (!response.destroyed) answer(response)
    held = []
  },
} as const

export type ReceiverAnswers = typeof answers

answerParent(answers)
