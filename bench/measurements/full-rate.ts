import { producers } from '../fill.ts'
import { type Reporting, type Run, runAtFullRate, warmUpUnder } from '../load/full-rate.ts'
import { reportInBatches, reportOneByOne, salesPerBatch } from '../load/reporting.ts'
import { hasProc, peakMemoryBytesOf } from '../proc.ts'
import { type Figure, figure, whole } from '../report.ts'
import { bare } from '../senders/bare.ts'
import type { RunningSender, Sender } from '../senders/sender.ts'
import type { Workbench } from '../workbench.ts'

const shortForm = { rounds: 3, runMs: 2_000, bareMs: 1_500, sliceMs: 700, againMs: 400 }
const longForm = { rounds: 7, runMs: 8_000, bareMs: 4_000, sliceMs: 1_500, againMs: 1_000 }

/** One way to load a sender, and its measured runs: one per round. */
interface Way {
  readonly running: RunningSender
  readonly report: Reporting
  readonly endpoints: readonly number[]
  readonly runMs: number
  readonly runs: Run[]
}

interface Loaded {
  readonly name: string
  readonly running: RunningSender
  readonly single: Way | null
  readonly batched: Way | null
  /** Batches of one endpoint. */
  readonly alone: Way | null
}

const everyEndpoint = Array.from({ length: producers }, (_, endpoint) => endpoint)

/**
 * The cost of a delivery, compared with a bare POST. The runs alternate (bare, single, batched, alone; and again), each after a
 * warm-up, so that other load on the machine affects all of them. Runs are compared only within the same round.
 */
export async function fullRate(bench: Workbench, wanted: ReadonlySet<string>): Promise<Figure[]> {
  const posts = await bare.start(bench)
  await posts.register(await bench.endpointUrls())
  const barePosts: Way = { ...wayOf(bench, posts, reportInBatches), runMs: formOf(bench).bareMs }
  const isBareOnly = wanted.size === 1 && wanted.has('bare')
  const all: Loaded[] = []
  for (const sender of isBareOnly ? [] : bench.senders) all.push(await load(bench, sender, wanted))
  const ways = [barePosts, ...all.flatMap(({ single, batched, alone }) => [single, batched, alone])]
  await takeTurns(
    bench,
    ways.filter((way) => way !== null),
  )
  await posts.stop()
  return [...figuresOfBare(barePosts.runs), ...all.flatMap((it) => figuresOf(it, barePosts.runs))]
}

async function load(bench: Workbench, sender: Sender, wanted: ReadonlySet<string>): Promise<Loaded> {
  const running = await bench.running(sender)
  const takesBatches = running.reportBatch !== null
  const batched = takesBatches && (wanted.has('batch') || wanted.has('lanes'))
  return {
    name: sender.name,
    running,
    single: wanted.has('single') ? wayOf(bench, running, reportOneByOne) : null,
    batched: batched ? wayOf(bench, running, reportInBatches) : null,
    alone: takesBatches && wanted.has('lanes') ? { ...wayOf(bench, running, reportInBatches), endpoints: [0] } : null,
  }
}

function wayOf(bench: Workbench, running: RunningSender, report: Reporting): Way {
  return { running, report, endpoints: everyEndpoint, runMs: formOf(bench).runMs, runs: [] }
}

async function takeTurns(bench: Workbench, ways: readonly Way[]) {
  const { rounds, sliceMs, againMs } = formOf(bench)
  for (const way of ways) await warmUpUnder(bench, way.running, { ...way, forMs: sliceMs })
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) {
      await runAtFullRate(bench, way.running, { ...way, forMs: againMs })
      way.runs.push(await runAtFullRate(bench, way.running, { ...way, forMs: way.runMs }))
    }
  }
}

function formOf(bench: Workbench) {
  return bench.full ? longForm : shortForm
}

// -- figures ---------------------------------------------------------------------------------------------------------------

const targetOfOne = 0.12
const targetOfBatches = 0.18
const targetOfAlone = 0.8
export const diskBytesMost = 1_400
const memoryMost = 250
const mebibyte = 1024 * 1024

export function diskSection(sender: string): string {
  return `${sender}: growth of the data directory, for each delivery`
}

function costSection(sender: string): string {
  return `${sender}: cost of a delivery, at full rate`
}

function figuresOfBare(runs: readonly Run[]): Figure[] {
  const about = (name: string, unit: Figure['unit']) => {
    return { section: 'The limit: bare POSTs', name: `bare.${name}`, unit }
  }
  const note = `undici over our own connector, 64 in flight, ${whole(runs[0]?.bodyBytes ?? 0)} bytes of body, nothing else`
  return [
    figure(cpuOf(runs), { ...about('cpu', 'µs'), measured: 'CPU of a POST', note }),
    figure(rateOf(runs), { ...about('rate', '/s'), measured: 'rate' }),
  ]
}

function figuresOf({ name, running, single, batched, alone }: Loaded, bareRuns: readonly Run[]): Figure[] {
  const batches = `batches of ${salesPerBatch}`
  return [
    ...(single ? figuresOfWay(name, 'single', 'one event per request', targetOfOne, single.runs, bareRuns) : []),
    ...(batched ? figuresOfWay(name, 'batch', batches, targetOfBatches, batched.runs, bareRuns) : []),
    ...(batched && alone ? figuresOfAlone(name, alone.runs, batched.runs) : []),
    ...(hasProc ? [figureOfMemory(name, running)] : []),
  ]
}

function figuresOfWay(
  sender: string,
  way: string,
  words: string,
  target: number,
  runs: readonly Run[],
  bareRuns: readonly Run[],
): Figure[] {
  const about = (name: string, unit: Figure['unit']) => {
    return { section: costSection(sender), name: `${sender}.${way}.${name}`, unit }
  }
  const ratios = runs.map((run, round) => (bareRuns[round]?.cpuMicros ?? Number.NaN) / run.cpuMicros)
  const refusals = sum(runs.map((run) => run.refusals))
  const told = refusals === 0 ? '' : `; callers were told to wait ${whole(refusals)} times`
  const logBytes = Math.max(...runs.map((run) => run.logBytes))
  return [
    figure(ratios, {
      ...about('ratio', ''),
      measured: `${words}: R`,
      target: { least: target },
      note: 'R: CPU of a bare POST / CPU of a delivery, round by round',
    }),
    figure(cpuOf(runs), { ...about('cpu', 'µs'), measured: `${words}: CPU` }),
    figure(rateOf(runs), {
      ...about('rate', '/s'),
      measured: `${words}: rate`,
      note: `reported, arrived and recorded: ${whole(sum(runs.map((run) => run.deliveries)))} in all${told}`,
    }),
    figure(
      runs.map((run) => run.diskBytes),
      {
        ...about('disk', 'bytes'),
        section: diskSection(sender),
        measured: `at full rate, ${words}`,
        target: { most: diskBytesMost },
        note: logNote(logBytes),
      },
    ),
  ]
}

/** The log is reported separately: it is overwritten again and again, and does not count as growth. */
export function logNote(logBytes: number): string {
  return `without the log, which had ${(logBytes / mebibyte).toFixed(1)} MiB at most and is written anew again and again`
}

function figuresOfAlone(sender: string, alone: readonly Run[], together: readonly Run[]): Figure[] {
  const about = (name: string, unit: Figure['unit']) => {
    return { section: costSection(sender), name: `${sender}.alone.${name}`, unit }
  }
  const shares = alone.map((run, round) => run.perSecond / (together[round]?.perSecond ?? Number.NaN))
  return [
    figure(rateOf(alone), { ...about('rate', '/s'), measured: 'one endpoint alone: rate' }),
    figure(shares, {
      ...about('share', ''),
      measured: `one endpoint alone: of what ${producers} get`,
      target: { least: targetOfAlone },
      note: 'deliveries a second in batches, round by round',
    }),
  ]
}

function figureOfMemory(sender: string, running: RunningSender): Figure {
  return figure([peakMemoryBytesOf(running.pids()) / mebibyte], {
    section: costSection(sender),
    name: `${sender}.memory`,
    measured: 'peak memory of all processes',
    unit: 'MiB',
    target: { most: memoryMost },
  })
}

function cpuOf(runs: readonly Run[]): number[] {
  return runs.map((run) => run.cpuMicros)
}

function rateOf(runs: readonly Run[]): number[] {
  return runs.map((run) => run.perSecond)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
