import { producers } from './fill.ts'
import { machineTime } from './machine-time.ts'
import { measureBareClient } from './measurements/bare-client.ts'
import type { Postback } from './postback.ts'
import { microseconds, perSecond, type Row, whole } from './report.ts'
import type { Workbench } from './workbench.ts'

/** From the platform's report to the recorded outcome. */

export interface Intake {
  /** Of the server's profile, and of the row. */
  readonly name: string
  readonly measured: string
  /** Of the bare client's rate. */
  readonly target: number
  readonly connections: number
  /** Reports events for some time; answers how many. */
  report(postback: Postback, forMs: number): Promise<number>
}

const warmUpMs = 1_500

export async function measureEndToEnd(bench: Workbench, intake: Intake): Promise<Row[]> {
  const directory = await bench.filledStore()
  // Before and after, since the machine may have others to serve meanwhile.
  const bareBefore = await measureBareClient(bench)
  const receiver = await bench.receiver()
  const postback = await bench.startPostback(directory, intake.name, intake.connections)
  await intake.report(postback, warmUpMs)
  await postback.settled()

  await receiver.ask('reset')
  const before = await postback.usage()
  const startedAt = machineTime()
  const count = await intake.report(postback, bench.long ? 20_000 : 3_000)
  const reportedAt = machineTime()
  await receiver.arrived(count)
  await postback.settled()
  const endedAt = machineTime()
  const after = await postback.usage()
  const arrivals = await receiver.ask('arrivals')
  await postback.stop()
  const bareAfter = await measureBareClient(bench)

  const rate = (count / (endedAt - startedAt)) * 1000
  const cpu = (after.cpuMicros - before.cpuMicros) / count
  const bareRate = (bareBefore.perSecond + bareAfter.perSecond) / 2
  const bareCpu = (bareBefore.cpuMicros + bareAfter.cpuMicros) / 2
  const more = arrivals.count - count
  return [
    {
      measured: `${intake.measured}: arrived and recorded`,
      figure: perSecond(rate),
      target: `≥ ${intake.target.toFixed(2)} of ${perSecond(bareRate)}`,
      ratio: rate / bareRate,
      note: `${whole(count)} events to ${producers} configurations${more === 0 ? ', each once' : `, and ${more} arrivals more`}; accepted within ${percent(reportedAt - startedAt, endedAt - startedAt)} of the time`,
    },
    {
      measured: `${intake.measured}: CPU of the server`,
      figure: microseconds(cpu),
      ratio: cpu / bareCpu,
      note: `for each delivery; peak memory ${whole(after.peakRssKiB / 1024)} MiB; body ${whole(arrivals.bodyBytes / arrivals.count)} bytes`,
    },
  ]
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`
}
