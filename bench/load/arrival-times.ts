import { machineTime } from '../machine-time.ts'
import type { RunningSender } from '../senders/sender.ts'
import { ascending } from '../spread.ts'
import type { Receiver, Workbench } from '../workbench.ts'
import { openLoop } from './load.ts'

export interface Pace {
  readonly perSecond: number
  readonly forMs: number
  /** Their sales are reported in turn. */
  readonly endpoints: readonly number[]
}

export interface Report {
  /** When it was passed to the network. */
  readonly sentAt: number
  readonly answeredAt: number
}

/** Reports at a fixed pace, and returns the accepted reports by id. Refused ones (429) are left out, and do not slow down the pace. */
export async function reportAtPace(
  bench: Workbench,
  sender: RunningSender,
  { perSecond, forMs, endpoints }: Pace,
): Promise<Map<string, Report>> {
  const sent = new Map<string, Report>()
  await openLoop({
    perSecond,
    forMs,
    async call(call) {
      const sale = { number: bench.takeTransactions(1), endpoint: endpoints[call % endpoints.length] ?? 0 }
      const sentAt = machineTime()
      const answer = await sender.report(sale)
      if ('id' in answer) sent.set(answer.id, { sentAt, answeredAt: machineTime() })
    },
  })
  return sent
}

/** Times from report to answer, ascending. */
export function timesToAccept(sent: ReadonlyMap<string, Report>): number[] {
  return ascending([...sent.values()].map(({ sentAt, answeredAt }) => answeredAt - sentAt))
}

/** Times from report to arrival; for events that have not arrived, the time until now. */
export async function timesSoFar(receiver: Receiver, sent: ReadonlyMap<string, Report>) {
  const missing = new Map(sent)
  const arrived: number[] = []
  for (const { id, at } of await arrivalsOf(receiver)) {
    const report = sent.get(id)
    if (!report) continue
    arrived.push(at - report.sentAt)
    missing.delete(id)
  }
  const now = machineTime()
  return {
    arrived: ascending(arrived),
    missing: ascending([...missing.values()].map(({ sentAt }) => now - sentAt)),
  }
}

/** In order of arrival. */
export async function arrivalsOf(receiver: Receiver): Promise<{ readonly id: string; readonly at: number }[]> {
  const { count, ids, idBytes, times } = await receiver.ask('arrivals')
  const perBlock = times[0]?.length ?? 1
  return Array.from({ length: count }, (_, row) => ({
    id: ids.toString('latin1', row * idBytes, (row + 1) * idBytes),
    at: times[Math.floor(row / perBlock)]?.[row % perBlock] ?? Number.NaN,
  }))
}
