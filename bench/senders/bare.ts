import { Child } from '../processes.ts'
import type { Workbench } from '../workbench.ts'
import type { BareLoopAnswers } from './bare-loop.ts'
import type { RunningSender, Sender } from './sender.ts'

/** The upper limit for any sender on this machine: only POSTs. R is measured against it. */
export const bare = {
  name: 'bare POST',
  durable: 'nothing',
  idHeader: 'webhook-id',
  async start(bench: Workbench): Promise<RunningSender> {
    const child = await Child.start<BareLoopAnswers>('./senders/bare-loop.ts', {
      nodeOptions: bench.profileOptions('bare'),
    })
    return {
      register: (urls) => child.ask('aimAt', urls),
      report: ({ endpoint }) => child.ask('post', [endpoint]),
      async reportBatch(sales) {
        await child.ask(
          'post',
          sales.map(({ endpoint }) => endpoint),
        )
        return { accepted: sales.length, retryAfterMs: null }
      },
      settled: () => child.ask('settled'),
      pids: () => [child.pid],
      cpuMicros: () => child.ask('cpuMicros'),
      bytesOnDisk: async () => ({ bytes: 0, logBytes: 0 }),
      stop: () => child.stop(),
    }
  },
} as const satisfies Sender
