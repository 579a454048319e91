import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An ordinary receiver: an HTTP server on a free port of loopback that keeps requests and answers as the test says. */

export interface Arrival {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly at: number
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface OrdinaryReceiver {
  readonly url: string
  readonly arrived: readonly Arrival[]
  /** Sets the answers from now on; a promise delays the answer. */
  answer(behaviour: (arrival: Arrival) => Answer | Promise<Answer>): void
  /** Fulfilled when this many requests have arrived in total. */
  arrivals(count: number): Promise<readonly Arrival[]>
  close(): Promise<void>
}

/** Restarted by each request, so a busy machine may take long in total: only a standstill fails. */
const patienceMs = 15_000

export async function receiver(
  behaviour: (arrival: Arrival) => Answer | Promise<Answer> = () => ({}),
): Promise<OrdinaryReceiver> {
  const arrived: Arrival[] = []
  const waiting = new Set<() => void>()
  let behave = behaviour
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = '', url = '', headers } = request
      const arrival = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8'), at: Date.now() }
      arrived.push(arrival)
      for (const check of waiting) check()
      const { status = 200, headers: answerHeaders = {}, body = '' } = await behave(arrival)
      response.writeHead(status, answerHeaders).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    arrived,
    answer(next) {
      behave = next
    },
    arrivals(count) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Arrival[]>()
      const missing = () => reject(new Error(`${arrived.length} of ${count} requests arrived, then none`))
      const timer = setTimeout(missing, patienceMs)
      const check = () => {
        timer.refresh()
        if (arrived.length >= count) resolve(arrived)
      }
      waiting.add(check)
      check()
      return promise.finally(() => {
        clearTimeout(timer)
        waiting.delete(check)
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
