import { measureEndToEnd } from '../end-to-end.ts'
import { producers } from '../fill.ts'
import { closedLoop } from '../load.ts'
import { PurchaseText } from '../payload.ts'
import type { Row } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const linesPerBatch = 500
const concurrency = 2
const headers = { 'content-type': 'application/x-ndjson' }

/** As a platform with many checkouts does it: POST /v1/events/batch. */
export function batchedIntake(bench: Workbench): Promise<Row[]> {
  const line = new PurchaseText(Date.now(), (document) => `{"event":"PURCHASE_APPROVED","data":${document}}\n`)
  const batch = () => {
    const first = bench.takeTransactions(linesPerBatch)
    const body = Buffer.allocUnsafe(linesPerBatch * line.bytes)
    for (let i = 0; i < linesPerBatch; i++) {
      line.writeTo(body, i * line.bytes, { number: first + i, producer: (first + i) % producers })
    }
    return body
  }
  return measureEndToEnd(bench, {
    name: 'batched-intake',
    measured: `batches of ${linesPerBatch}`,
    target: 0.2,
    connections: concurrency,
    async report({ caller }, forMs) {
      const calls = await closedLoop({
        concurrency,
        forMs,
        async call() {
          const { status, text } = await caller.call({
            method: 'POST',
            path: '/v1/events/batch',
            headers,
            body: batch(),
          })
          const bad = text.split('\n').find((result) => result !== '' && !result.includes('"status":202'))
          if (status !== 200 || bad) throw new Error(`A batch was answered with ${status}: ${bad ?? text}`)
        },
      })
      return calls * linesPerBatch
    },
  })
}
