import { closedLoop } from './load.ts'
import { PurchaseText } from './payload.ts'
import type { Postback } from './postback.ts'
import type { Workbench } from './workbench.ts'

export const linesPerBatch = 500
const headers = { 'content-type': 'application/x-ndjson' }

export interface BatchLoad {
  /** Whose purchases the batches are made of, in turn. */
  readonly producers: readonly number[]
  readonly forMs?: number
  /** No more batches are sent when so many events have been accepted. */
  readonly most?: number
  /** Callers, each as fast as it is answered: 2 if absent. */
  readonly concurrency?: number
}

/** Callers of POST /v1/events/batch. */
export class Batches {
  readonly #bench: Workbench
  readonly #lines: number
  readonly #line = new PurchaseText(Date.now(), (document) => `{"event":"PURCHASE_APPROVED","data":${document}}\n`)

  constructor(bench: Workbench, lines = linesPerBatch) {
    this.#bench = bench
    this.#lines = lines
  }

  /** Answers how many events were accepted. One that is asked to slow down (429) waits as long as it is told. */
  async post(postback: Postback, load: BatchLoad): Promise<number> {
    const { producers, forMs = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY, concurrency = 2 } = load
    let accepted = 0
    let onTheWay = 0
    await closedLoop({
      concurrency,
      forMs,
      call: async () => {
        onTheWay += this.#lines
        const count = await this.#postOne(postback, producers)
        accepted += count
        onTheWay -= this.#lines
      },
      wanted: () => accepted + onTheWay < most,
    })
    return accepted
  }

  async #postOne({ caller }: Postback, producers: readonly number[]): Promise<number> {
    const body = this.#body(producers)
    const { status, text, retryAfter } = await caller.call({ method: 'POST', path: '/v1/events/batch', headers, body })
    const lines = text.split('\n').filter((line) => line !== '')
    const refused = lines.filter((line) => line.includes('"status":429')).length
    if (status === 429 || refused > 0) await secondsFromNow(Number(retryAfter ?? 1))
    if (status === 429) return 0
    const bad = lines.find((line) => !/"status":(202|429)/.test(line))
    if (status !== 200 || bad) throw new Error(`A batch was answered with ${status}: ${bad ?? text}`)
    return lines.length - refused
  }

  #body(producers: readonly number[]): Buffer {
    const first = this.#bench.takeTransactions(this.#lines)
    const body = Buffer.allocUnsafe(this.#lines * this.#line.bytes)
    for (let i = 0; i < this.#lines; i++) {
      const producer = producers[(first + i) % producers.length] ?? 0
      this.#line.writeTo(body, i * this.#line.bytes, { number: first + i, producer })
    }
    return body
  }
}

function secondsFromNow(seconds: number) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
