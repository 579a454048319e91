import { arrivalsOf, reportAtPace, timesSoFar, timesToAccept } from '../load/arrival-times.ts'
import { drainRate } from '../load/drain.ts'
import { warmUpUnder } from '../load/full-rate.ts'
import { reportInBatches } from '../load/reporting.ts'
import { machineTime } from '../machine-time.ts'
import { type Postback, registerProducer } from '../postback.ts'
import { type Figure, figure, milliseconds, perSecond, whole } from '../report.ts'
import type { RunningPostback } from '../senders/postback.ts'
import { ascending, percentile } from '../spread.ts'
import type { Receiver, Workbench } from '../workbench.ts'

const callsPerSecond = 200
const connections = 200
const quietProducer = 0
const floodingProducer = 20
const shortForm = { rounds: 3, quietMs: 800, floodMs: 1_500, backlog: 4_000, patienceMs: 3_000, sliceMs: 700 }
const longForm = { rounds: 5, quietMs: 5_000, floodMs: 8_000, backlog: 30_000, patienceMs: 30_000, sliceMs: 1_500 }

const section = 'postback: live reports beside a flood of batches'

interface Round {
  readonly before: Quiet
  readonly during: Quiet
  readonly acceptedPerSecond: number
  readonly deliveredPerSecond: number
  readonly longestTurnMs: number
  /** Deliveries per second without new reports. */
  readonly drained: number
}

/** Ascending times of the reports of the quiet producer. */
interface Quiet {
  readonly onTheWay: readonly number[]
  readonly toAnswer: readonly number[]
  readonly missing: number
  readonly refused: number
}

/**
 * Two callers send batches for one producer, as fast as they get answers. At the same time the sales of another producer are
 * reported one by one. Measured: the cost to the other producer, and the share of its own full rate that the first one keeps.
 */
export async function flood(bench: Workbench): Promise<Figure[]> {
  const { rounds, sliceMs } = bench.full ? longForm : shortForm
  const running = await bench.postback()
  const flooded = await bench.receiver('127.0.0.2')
  await registerProducer(running.postback, floodingProducer, flooded.url)
  await warmUpUnder(bench, running, { report: reportInBatches, endpoints: [quietProducer], forMs: sliceMs })
  await openConnections(running.postback)
  const all: Round[] = []
  for (let round = 0; round < rounds; round++) all.push(await oneRound(bench, running, flooded))
  return figuresOf(all)
}

async function oneRound(bench: Workbench, running: RunningPostback, flooded: Receiver): Promise<Round> {
  const { quietMs, floodMs, backlog } = bench.full ? longForm : shortForm
  const before = await reportQuietly(bench, running, quietMs)
  await flooded.ask('reset')
  await running.postback.ask('watchTurns')
  const startedAt = machineTime()
  const [during, accepted] = await Promise.all([
    reportQuietly(bench, running, floodMs),
    reportInBatches(bench, running, { endpoints: [floodingProducer], forMs: floodMs }).then(({ accepted }) => ({
      accepted,
      seconds: (machineTime() - startedAt) / 1000,
    })),
  ])
  const { wallMs } = await running.postback.ask('longestTurn')
  const delivered = (await arrivalsOf(flooded)).filter(({ at }) => at < startedAt + floodMs).length
  await flooded.arrived(accepted.accepted)
  await running.settled()
  const drained = await drainRate(bench, running, { receiver: flooded, endpoint: floodingProducer, count: backlog })
  await running.settled()
  return {
    before,
    during,
    acceptedPerSecond: accepted.accepted / accepted.seconds,
    deliveredPerSecond: (delivered / floodMs) * 1000,
    longestTurnMs: wallMs,
    drained,
  }
}

async function reportQuietly(bench: Workbench, running: RunningPostback, forMs: number): Promise<Quiet> {
  const receiver = await bench.receiver()
  await receiver.ask('reset')
  const sent = await reportAtPace(bench, running, { perSecond: callsPerSecond, forMs, endpoints: [quietProducer] })
  await receiver.arrivedWithin(sent.size, (bench.full ? longForm : shortForm).patienceMs)
  const { arrived, missing } = await timesSoFar(receiver, sent)
  return {
    onTheWay: ascending([...arrived, ...missing]),
    toAnswer: timesToAccept(sent),
    missing: missing.length,
    refused: Math.round((callsPerSecond * forMs) / 1000) - sent.size,
  }
}

/** Opens connections by concurrent calls: a platform has its connections open before a flood. */
async function openConnections(postback: Postback) {
  const call = () => postback.caller.call({ method: 'GET', path: '/livez' })
  await Promise.all(Array.from({ length: connections }, call))
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const p95 = (of: (round: Round) => readonly number[]) => rounds.map((round) => percentile(of(round), 0.95))
  const median = (values: readonly number[]) => percentile(ascending(values), 0.5)
  const [missing, refused] = [
    rounds.reduce((sum, { during }) => sum + during.missing, 0),
    rounds.reduce((sum, { during }) => sum + during.refused, 0),
  ]
  const without = (times: readonly number[]) => `without the flood ${milliseconds(median(times))}`
  return [
    figure(
      p95(({ during }) => during.onTheWay),
      {
        section,
        name: 'postback.flood.arrival',
        measured: `report to arrival, p95 at ${perSecond(callsPerSecond)}`,
        unit: 'ms',
        note: `${without(p95(({ before }) => before.onTheWay))}${missing === 0 ? '' : `; ${whole(missing)} had not arrived`}`,
      },
    ),
    figure(
      p95(({ during }) => during.toAnswer),
      {
        section,
        name: 'postback.flood.answer',
        measured: `report to answer, p95 at ${perSecond(callsPerSecond)}`,
        unit: 'ms',
        note: `${without(p95(({ before }) => before.toAnswer))}${refused === 0 ? '' : `; ${whole(refused)} were refused`}`,
      },
    ),
    figure(
      rounds.map((round) => round.deliveredPerSecond / round.drained),
      {
        section,
        name: 'postback.flood.share',
        measured: "the flood's deliveries, of their maximum",
        unit: '',
        target: { least: 0.4 },
        note: `${perSecond(median(rounds.map((it) => it.deliveredPerSecond)))} while ${perSecond(median(rounds.map((it) => it.acceptedPerSecond)))} are accepted; ${perSecond(median(rounds.map((it) => it.drained)))} out of a backlog with nothing coming in`,
      },
    ),
    figure(
      rounds.map((round) => round.longestTurnMs),
      {
        section,
        name: 'postback.flood.turn',
        measured: 'longest pause of the loop',
        unit: 'ms',
        note: 'on the clock, waits for disk and processor included',
      },
    ),
  ]
}
