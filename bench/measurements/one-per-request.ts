import { measureEndToEnd } from '../end-to-end.ts'
import { producers } from '../fill.ts'
import { closedLoop } from '../load.ts'
import { PurchaseText, transactionCode } from '../payload.ts'
import type { Row } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const concurrency = 64
const headers = { 'content-type': 'application/json' }

/** As a checkout does it: PUT /v1/transactions/… for every event. */
export function onePerRequest(bench: Workbench): Promise<Row[]> {
  const text = new PurchaseText(Date.now())
  return measureEndToEnd(bench, {
    name: 'one-per-request',
    measured: 'one event per request',
    target: 0.12,
    connections: concurrency,
    report: ({ caller }, forMs) =>
      closedLoop({
        concurrency,
        forMs,
        async call() {
          const number = bench.takeTransactions(1)
          const path = `/v1/transactions/${transactionCode(number)}`
          const body = text.of({ number, producer: number % producers })
          const { status, text: answer } = await caller.call({ method: 'PUT', path, headers, body })
          if (status !== 202) throw new Error(`${path} was answered with ${status}: ${answer}`)
        },
      }),
  })
}
