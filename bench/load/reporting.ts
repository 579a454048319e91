import { machineTime } from '../machine-time.ts'
import type { RunningSender, Sale } from '../senders/sender.ts'
import type { Workbench } from '../workbench.ts'
import { closedLoop } from './load.ts'
import type { Outstanding } from './outstanding.ts'

/** Callers that report as fast as they get answers, and wait after a 429, like a platform. */

export const salesPerBatch = 500

export interface Load {
  /** Their sales are reported in turn. */
  readonly endpoints: readonly number[]
  readonly forMs?: number
  /** Stop after this many accepted events. */
  readonly most?: number
  readonly outstanding?: Outstanding
}

export interface Reported {
  readonly accepted: number
  /** How often a caller had to wait. */
  readonly refusals: number
}

const batchCallers = 2

export async function reportInBatches(bench: Workbench, sender: RunningSender, load: Load): Promise<Reported> {
  const { reportBatch } = sender
  if (!reportBatch) throw new Error('This sender takes no batches.')
  return await report(load, batchCallers, salesPerBatch, () => reportBatch(takeSales(bench, load, salesPerBatch)))
}

const singleCallers = 64

export async function reportOneByOne(bench: Workbench, sender: RunningSender, load: Load): Promise<Reported> {
  return await report(load, singleCallers, 1, async () => {
    const [sale] = takeSales(bench, load, 1)
    const answer = await sender.report(sale as Sale)
    return 'id' in answer ? { accepted: 1, retryAfterMs: null } : { accepted: 0, ...answer }
  })
}

async function report(
  load: Load,
  concurrency: number,
  perCall: number,
  call: () => Promise<{ accepted: number; retryAfterMs: number | null }>,
): Promise<Reported> {
  const { forMs = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY, outstanding } = load
  const until = machineTime() + forMs
  let [accepted, refusals, onTheWay] = [0, 0, 0]
  await closedLoop({
    concurrency,
    forMs,
    wanted: () => accepted + onTheWay < most,
    async call() {
      onTheWay += perCall
      if (!outstanding || (await outstanding.take(perCall, until))) {
        const answer = await call()
        accepted += answer.accepted
        outstanding?.giveBack(perCall - answer.accepted)
        if (answer.retryAfterMs !== null) {
          refusals++
          await pause(answer.retryAfterMs)
        }
      }
      onTheWay -= perCall
    },
  })
  return { accepted, refusals }
}

function takeSales(bench: Workbench, { endpoints }: Load, count: number): Sale[] {
  const first = bench.takeTransactions(count)
  return Array.from({ length: count }, (_, i) => {
    return { number: first + i, endpoint: endpoints[(first + i) % endpoints.length] ?? 0 }
  })
}

function pause(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
