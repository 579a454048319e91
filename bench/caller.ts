import type { IncomingHttpHeaders } from 'node:http'
import { type buildConnector, type Dispatcher, Pool } from 'undici'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

export interface Answer {
  readonly status: number
  readonly text: string
  /** The Retry-After header. */
  readonly retryAfter: string | null
}

/** A thin layer over undici: CPU that the caller uses is not available to the measured sender. */
export class Caller {
  readonly #pool: Pool
  readonly #headers: Readonly<Record<string, string>>

  constructor(
    origin: string,
    options: {
      connections: number
      headers?: Readonly<Record<string, string>>
      connect?: buildConnector.connector
    },
  ) {
    const { connections, headers = {}, connect } = options
    this.#pool = new Pool(origin, { connections, pipelining: 1, allowH2: false, ...(connect ? { connect } : {}) })
    this.#headers = headers
  }

  call({ method, path, headers, body }: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pool.dispatch(
        { method, path, headers: headers ? { ...this.#headers, ...headers } : this.#headers, body: body ?? null },
        new Exchange(resolve, reject),
      )
    })
  }

  async close() {
    await this.#pool.close()
  }

  /** Closes without waiting for open answers. */
  async destroy() {
    await this.#pool.destroy()
  }
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  #status = 0
  #text = ''
  #retryAfter: string | null = null

  constructor(resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  onRequestStart() {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders) {
    this.#status = status
    this.#retryAfter = headers['retry-after'] ?? null
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer) {
    this.#text += chunk.toString()
  }

  onResponseEnd() {
    this.#resolve({ status: this.#status, text: this.#text, retryAfter: this.#retryAfter })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error) {
    this.#reject(error)
  }
}
