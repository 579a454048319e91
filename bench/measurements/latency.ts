import { producers } from '../fill.ts'
import { reportAtPace, timesSoFar } from '../load/arrival-times.ts'
import { warmUpUnder } from '../load/full-rate.ts'
import { reportOneByOne } from '../load/reporting.ts'
import { type Figure, figure, milliseconds, perSecond, whole } from '../report.ts'
import type { RunningSender, Sender } from '../senders/sender.ts'
import { ascending, percentile } from '../spread.ts'
import type { Workbench } from '../workbench.ts'
import { diskBytesMost, diskSection, logNote } from './full-rate.ts'

const paces = [
  { perSecond: 200, targetMs: 2 },
  { perSecond: 1_000, targetMs: 4 },
]
const shortForm = { rounds: 3, forMs: 1_200, sliceMs: 700 }
const longForm = { rounds: 5, forMs: 10_000, sliceMs: 1_500 }
/** Lets caches warm up and the work of the last run finish. */
const calmMs = 300

const everyEndpoint = Array.from({ length: producers }, (_, endpoint) => endpoint)
/** The pace at which growth on disk is measured: deliveries rarely share a commit. */
const diskPace = 200

/** Time from the report to the arrival: from the first byte of the report to the head of the webhook. */
export async function latency(bench: Workbench): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const sender of bench.senders) figures.push(...(await latencyOf(bench, sender)))
  return figures
}

async function latencyOf(bench: Workbench, sender: Sender): Promise<Figure[]> {
  const { rounds, forMs, sliceMs } = bench.full ? longForm : shortForm
  const running = await bench.running(sender)
  await (await bench.receiver()).ask('identifyBy', sender.idHeader)
  await warmUpUnder(bench, running, { report: reportOneByOne, endpoints: everyEndpoint, forMs: sliceMs })
  const figures: Figure[] = []
  for (const { perSecond: pace, targetMs } of paces) {
    await timesAtPace(bench, running, pace, calmMs)
    const diskBefore = await running.bytesOnDisk()
    const times: number[][] = []
    for (let round = 0; round < rounds; round++) times.push(await timesAtPace(bench, running, pace, forMs))
    const disk = await running.bytesOnDisk()
    figures.push(figureOfPace(sender.name, pace, targetMs, times))
    if (pace === diskPace)
      figures.push(figureOfDisk(sender.name, (disk.bytes - diskBefore.bytes) / times.flat().length, disk.logBytes))
  }
  return figures
}

function figureOfPace(sender: string, pace: number, targetMs: number, times: readonly (readonly number[])[]): Figure {
  const all = ascending(times.flat())
  const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => milliseconds(percentile(all, share)))
  return figure(
    times.map((it) => percentile(it, 0.95)),
    {
      section: `${sender}: report to arrival`,
      name: `${sender}.arrival.${pace}`,
      measured: `p95 at ${perSecond(pace)}`,
      unit: 'ms',
      target: { most: targetMs },
      note: `at ${perSecond(pace)}: p50 ${p50}, p99 ${p99}, worst ${worst}, of ${whole(all.length)}`,
    },
  )
}

function figureOfDisk(sender: string, bytes: number, logBytes: number): Figure {
  return figure([bytes], {
    section: diskSection(sender),
    name: `${sender}.disk`,
    measured: `at ${perSecond(diskPace)}`,
    unit: 'bytes',
    target: { most: diskBytesMost },
    note: logNote(logBytes),
  })
}

/** Times from report to arrival, ascending. */
async function timesAtPace(bench: Workbench, running: RunningSender, perSecond: number, forMs: number) {
  const receiver = await bench.receiver()
  await receiver.ask('reset')
  const sent = await reportAtPace(bench, running, { perSecond, forMs, endpoints: everyEndpoint })
  await receiver.arrived(sent.size)
  await running.settled()
  const { arrived, missing } = await timesSoFar(receiver, sent)
  if (missing.length > 0) throw new Error(`${missing.length} webhooks arrived without the id that was answered.`)
  return arrived
}
