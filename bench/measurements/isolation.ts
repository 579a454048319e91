import { reportAtPace, timesOnTheWay } from '../arrival-times.ts'
import { PurchaseText } from '../payload.ts'
import { ascending, percentile } from '../percentile.ts'
import { registerProducer } from '../postback.ts'
import { milliseconds, perSecond as perSecondText, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const callsPerSecond = 200
const rounds = 4
const warmUp = { callsPerSecond: 1_000, forMs: 1_000 }
const [healthyProducer, otherProducer] = [0, 1]

/**
 * Two receivers at two hosts, each sent the same number of events. In every second round one of them answers nothing; what
 * changes for the other is what a dead receiver costs its neighbours.
 */
export async function isolation(bench: Workbench): Promise<Row[]> {
  const healthy = await bench.receiver('127.0.0.1')
  const other = await bench.receiver('127.0.0.2')
  const postback = await bench.startPostback(bench.directory('isolation'), 'isolation')
  await registerProducer(postback, healthyProducer, healthy.url)
  await registerProducer(postback, otherProducer, other.url)
  const text = new PurchaseText(Date.now())
  const round = async (forMs: number, perSecond = callsPerSecond) => {
    await healthy.ask('reset')
    const sent = await reportAtPace(postback, {
      perSecond,
      forMs,
      text,
      purchases: () =>
        [healthyProducer, otherProducer].map((producer) => ({ number: bench.takeTransactions(1), producer })),
    })
    await healthy.arrived(sent.size / 2)
    return timesOnTheWay(healthy, sent)
  }
  await round(warmUp.forMs, warmUp.callsPerSecond)
  await postback.settled()
  const roundMs = bench.long ? 8_000 : 1_200
  const without: number[] = []
  const beside: number[] = []
  for (let i = 0; i < rounds; i++) {
    without.push(...(await round(roundMs)))
    await other.ask('hang', true)
    beside.push(...(await round(roundMs)))
    await other.ask('hang', false)
    await postback.settled()
  }
  await postback.stop()
  const [p99Without, p99Beside] = [without, beside].map((times) => percentile(ascending(times), 0.99))
  const [p50Without, p50Beside] = [without, beside].map((times) => milliseconds(percentile(ascending(times), 0.5)))
  return [
    {
      measured: 'p99 beside a receiver that hangs',
      figure: milliseconds(p99Beside ?? Number.NaN),
      target: '< 1.10 of without',
      ratio: (p99Beside ?? Number.NaN) / (p99Without ?? Number.NaN),
      note: `without ${milliseconds(p99Without ?? Number.NaN)}; p50 ${p50Beside} and ${p50Without}; ${perSecondText(callsPerSecond)} to each, ${whole(without.length)} times each`,
    },
  ]
}
