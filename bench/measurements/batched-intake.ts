import { Batches, linesPerBatch } from '../batches.ts'
import { measureEndToEnd } from '../end-to-end.ts'
import { producers } from '../fill.ts'
import type { Row } from '../report.ts'
import type { Workbench } from '../workbench.ts'

/** As a platform with many checkouts does it: POST /v1/events/batch. */
export function batchedIntake(bench: Workbench): Promise<Row[]> {
  const batches = new Batches(bench)
  const everyProducer = Array.from({ length: producers }, (_, producer) => producer)
  return measureEndToEnd(bench, {
    name: 'batched-intake',
    measured: `batches of ${linesPerBatch}`,
    target: 0.2,
    connections: 2,
    report: (postback, forMs) => batches.post(postback, { producers: everyProducer, forMs }),
  })
}
