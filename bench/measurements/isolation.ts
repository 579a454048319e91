import { reportAtPace, timesSoFar, timesToAccept } from '../load/arrival-times.ts'
import { warmUpUnder } from '../load/full-rate.ts'
import { reportOneByOne } from '../load/reporting.ts'
import { addConfiguration, addHook, type Postback, registerAccount } from '../postback.ts'
import { type Figure, figure, milliseconds, perSecond as perSecondText, whole } from '../report.ts'
import type { RunningPostback } from '../senders/postback.ts'
import { ascending, percentile, spreadOf } from '../spread.ts'
import type { Receiver, Workbench } from '../workbench.ts'

interface Neighbour {
  readonly name: string
  readonly words: string
  readonly configurations: number
  readonly as: 'configurations' | 'hooks'
  /** Whether each has its own host, or all share the host of the healthy account. */
  readonly hosts: 'each its own' | 'the healthy one'
  /** Each sale makes one delivery per configuration. */
  readonly salesPerSecond: number
  /** Sales per second while its receivers answer. Zero where these answers alone would load the machine. */
  readonly salesWithout: number
}

const neighbours: readonly Neighbour[] = [
  {
    name: 'one',
    words: 'one',
    configurations: 1,
    as: 'configurations',
    hosts: 'each its own',
    salesPerSecond: 200,
    salesWithout: 200,
  },
  {
    name: '40-other-hosts',
    words: '40, on 40 hosts',
    configurations: 40,
    as: 'configurations',
    hosts: 'each its own',
    salesPerSecond: 40,
    salesWithout: 0,
  },
  {
    name: '40-own-host',
    words: '40, on its own host',
    configurations: 40,
    as: 'configurations',
    hosts: 'the healthy one',
    salesPerSecond: 40,
    salesWithout: 0,
  },
  {
    name: '500-hooks',
    words: '500 hooks, on 500 hosts',
    configurations: 500,
    as: 'hooks',
    hosts: 'each its own',
    salesPerSecond: 5,
    salesWithout: 0,
  },
]

const callsPerSecond = 200
const healthyProducer = 0
/** Each neighbour is a new account, from this number. */
const firstOther = 30
/** A long round lasts longer than the time-out of an attempt. A short round ends before the first time-out. */
const shortForm = { rounds: 3, withoutMs: 700, besideMs: 1_000, patienceMs: 1_000, sliceMs: 700 }
const longForm = { rounds: 3, withoutMs: 8_000, besideMs: 25_000, patienceMs: 30_000, sliceMs: 1_500 }
/** The path of configurations that hang, so that they can share a receiver with a healthy one. */
const hangingPath = 'hangs/'
/** A hanging neighbour may add a tenth. Differences below `noticedMs` are noise of the machine. */
const [shareMost, noticedMs] = [1.1, 5]

interface Round {
  /** Ascending; for events that have not arrived, the time so far. */
  readonly times: readonly number[]
  readonly missing: number
  /** Ascending times of the neighbour's own reports. */
  readonly toAccept: readonly number[]
}

/**
 * The receiver of one account answers at once. In every second round all receivers of another account hang. The difference for the
 * first account is the cost of dead receivers to their neighbours.
 */
export async function isolation(bench: Workbench): Promise<Figure[]> {
  const running = await bench.postback()
  const { sliceMs } = formOf(bench)
  await warmUpUnder(bench, running, { report: reportOneByOne, endpoints: [healthyProducer], forMs: sliceMs })
  const figures: Figure[] = []
  for (const [i, neighbour] of neighbours.entries())
    figures.push(await measureBeside(bench, running, neighbour, firstOther + i))
  return figures
}

async function measureBeside(bench: Workbench, running: RunningPostback, neighbour: Neighbour, producer: number) {
  const { salesPerSecond, salesWithout } = neighbour
  const { rounds, withoutMs, besideMs } = formOf(bench)
  const other = neighbour.hosts === 'each its own' ? await bench.crowd() : await bench.receiver()
  await registerNeighbour(running.postback, neighbour, producer, other)
  const without: Round[] = []
  const beside: Round[] = []
  for (let i = 0; i < rounds; i++) {
    without.push(await oneRound(bench, running, { producer, sales: salesWithout, forMs: withoutMs }))
    await running.settled()
    await other.ask('hang', `/${hangingPath}`)
    beside.push(await oneRound(bench, running, { producer, sales: salesPerSecond, forMs: besideMs }))
    await other.ask('hang', null)
    await running.settled()
  }
  return figureOf(neighbour, without, beside)
}

async function oneRound(
  bench: Workbench,
  running: RunningPostback,
  neighbour: { producer: number; sales: number; forMs: number },
): Promise<Round> {
  const { producer, sales, forMs } = neighbour
  const healthy = await bench.receiver()
  await healthy.ask('reset')
  const [sent, others] = await Promise.all([
    reportAtPace(bench, running, { perSecond: callsPerSecond, forMs, endpoints: [healthyProducer] }),
    reportAtPace(bench, running, { perSecond: sales, forMs, endpoints: [producer] }),
  ])
  await healthy.arrivedWithin(sent.size, formOf(bench).patienceMs)
  const { arrived, missing } = await timesSoFar(healthy, sent)
  return { times: ascending([...arrived, ...missing]), missing: missing.length, toAccept: timesToAccept(others) }
}

function formOf(bench: Workbench) {
  return bench.full ? longForm : shortForm
}

/** Adds several at a time, as there can be hundreds. */
async function registerNeighbour(postback: Postback, neighbour: Neighbour, producer: number, { urls }: Receiver) {
  await registerAccount(postback, producer)
  const add = neighbour.as === 'hooks' ? addHook : addConfiguration
  const targets = Array.from({ length: neighbour.configurations }, (_, i) => {
    return `${urls[i % urls.length]}${hangingPath}${i}`
  })
  for (let i = 0; i < targets.length; i += 20) {
    await Promise.all(targets.slice(i, i + 20).map((url) => add(postback, producer, url)))
  }
}

function figureOf(neighbour: Neighbour, without: readonly Round[], beside: readonly Round[]): Figure {
  const p99 = (rounds: readonly Round[]) => rounds.map(({ times }) => percentile(times, 0.99))
  const base = spreadOf(p99(without)).median
  const missing = beside.reduce((sum, round) => sum + round.missing, 0)
  const accepted = percentile(ascending(beside.flatMap(({ toAccept }) => toAccept)), 0.5)
  const notArrived = missing === 0 ? '' : `; ${whole(missing)} had not arrived and count with their time so far`
  return figure(p99(beside), {
    section: `postback: report to arrival beside receivers that hang, p99 at ${perSecondText(callsPerSecond)}`,
    name: `postback.isolation.${neighbour.name}`,
    measured: neighbour.words,
    unit: 'ms',
    target: { most: Math.max(shareMost * base, base + noticedMs) },
    note: `while they answer ${milliseconds(base)}; beside ${perSecondText(neighbour.salesPerSecond)} sales to each of them, accepted in p50 ${milliseconds(accepted)}${notArrived}`,
  })
}
