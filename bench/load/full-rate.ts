import { machineTime } from '../machine-time.ts'
import { cpuMicrosOf, hasProc } from '../proc.ts'
import { whole } from '../report.ts'
import type { RunningSender } from '../senders/sender.ts'
import type { Workbench } from '../workbench.ts'
import { Outstanding } from './outstanding.ts'
import type { Load, Reported } from './reporting.ts'
import { warmUp } from './warm-up.ts'

/** The rate at which a sender accepts and delivers events in balance, and the cost of each delivery. */

const outstandingMost = 1_500

/** How events are reported: `reportOneByOne` or `reportInBatches`. */
export type Reporting = (bench: Workbench, sender: RunningSender, load: Load) => Promise<Reported>

export interface Run {
  readonly deliveries: number
  readonly perSecond: number
  /** CPU of all processes of the sender, per delivery. */
  readonly cpuMicros: number
  /** Growth on disk, per delivery. */
  readonly diskBytes: number
  readonly logBytes: number
  readonly bodyBytes: number
  readonly refusals: number
}

export interface Loading {
  readonly report: Reporting
  readonly endpoints: readonly number[]
  readonly forMs: number
}

/** Warms up under the load that is measured next, once for each process. Measurements share a process. */
export async function warmUpUnder(bench: Workbench, sender: RunningSender, loading: Loading): Promise<void> {
  const warm = bench.warmUnder(sender)
  if (warm.has(loading.report)) return
  warm.add(loading.report)
  const slices = await warmUp(() => runAtFullRate(bench, sender, loading))
  const costs = slices.map(({ cpuMicros }) => whole(cpuMicros))
  bench.say(`  warm: a delivery took ${costs.join(', ')} µs of CPU`)
}

/** Measures from the first report until all events have arrived and are recorded. */
export async function runAtFullRate(
  bench: Workbench,
  sender: RunningSender,
  { report, endpoints, forMs }: Loading,
): Promise<Run> {
  const receiver = await bench.receiver()
  await receiver.ask('reset')
  const outstanding = new Outstanding({ count: () => receiver.ask('count') }, outstandingMost)
  const diskBefore = await sender.bytesOnDisk()
  const cpuBefore = await cpuOf(sender)
  const startedAt = machineTime()
  const { accepted, refusals } = await report(bench, sender, { endpoints, forMs, outstanding })
  await receiver.arrived(accepted)
  await sender.settled()
  const seconds = (machineTime() - startedAt) / 1000
  const cpuMicros = (await cpuOf(sender)) - cpuBefore
  const disk = await sender.bytesOnDisk()
  const { count, bodyBytes } = await receiver.ask('amount')
  if (count !== accepted) bench.say(`  ${count} webhooks arrived for ${accepted} events`)
  return {
    deliveries: accepted,
    perSecond: accepted / seconds,
    cpuMicros: cpuMicros / accepted,
    diskBytes: (disk.bytes - diskBefore.bytes) / accepted,
    logBytes: disk.logBytes,
    bodyBytes: bodyBytes / count,
    refusals,
  }
}

function cpuOf(sender: RunningSender): number | Promise<number> {
  return hasProc ? cpuMicrosOf(sender.pids()) : sender.cpuMicros()
}
