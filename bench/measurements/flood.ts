import { arrivalsOf, reportAtPace, timesSoFar, timesToAccept } from '../arrival-times.ts'
import { Batches } from '../batches.ts'
import { drainRate, leaveBacklog } from '../drain.ts'
import { machineTime } from '../machine-time.ts'
import { PurchaseText } from '../payload.ts'
import { ascending, percentile } from '../percentile.ts'
import { type Postback, registerProducer } from '../postback.ts'
import { milliseconds, perSecond, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const callsPerSecond = 200
/** More than are ever in use: a call that waited for a connection would be charged to the server. */
const connections = 256
const warmUpEvents = 4_000
const [quietProducer, floodingProducer] = [0, 1]

/**
 * Two callers send batches for one producer, as fast as they are answered, while another producer's sales are reported one by
 * one: what that costs the other producer, and how much of its own pace the first one keeps meanwhile.
 */
export async function flood(bench: Workbench): Promise<Row[]> {
  const directory = bench.directory('flood')
  const quiet = await bench.receiver('127.0.0.1')
  const flooded = await bench.receiver('127.0.0.2')
  const postback = await bench.startPostback(directory, 'flood', connections)
  await registerProducer(postback, quietProducer, quiet.url)
  await registerProducer(postback, floodingProducer, flooded.url)
  const batches = new Batches(bench)
  const text = new PurchaseText(Date.now())
  const reportQuietly = async (forMs: number) => {
    await quiet.ask('reset')
    const sent = await reportAtPace(postback, {
      perSecond: callsPerSecond,
      forMs,
      text,
      purchases: () => [{ number: bench.takeTransactions(1), producer: quietProducer }],
      mayBeRefused: true,
    })
    await quiet.arrivedWithin(sent.size, bench.long ? 30_000 : 3_000)
    const { arrived, missing } = await timesSoFar(quiet, sent)
    const refused = Math.round((callsPerSecond * forMs) / 1000) - sent.size
    return { onTheWay: ascending([...arrived, ...missing]), missing, calls: timesToAccept(sent), refused }
  }
  await batches.post(postback, { producers: [quietProducer, floodingProducer], most: warmUpEvents })
  await postback.settled()
  await openConnections(postback)
  const before = await reportQuietly(bench.long ? 8_000 : 1_200)

  await flooded.ask('reset')
  const startedAt = machineTime()
  const forMs = bench.long ? 8_000 : 2_000
  const [during, acceptRate] = await Promise.all([
    reportQuietly(forMs),
    batches
      .post(postback, { producers: [floodingProducer], forMs })
      .then((accepted) => (accepted / (machineTime() - startedAt)) * 1000),
  ])
  const arrivals = await arrivalsOf(flooded)
  const rateDuring = (arrivals.filter(({ at }) => at < startedAt + forMs).length / forMs) * 1000
  const count = bench.long ? 15_000 : 3_000
  await leaveBacklog(postback, { batches, receiver: flooded, producers: [floodingProducer], count: 2 * count })
  const rateAfter = await drainRate(bench, { directory, receiver: flooded, count })

  const row = (measured: string, times: readonly number[], without: readonly number[], note: string): Row => ({
    measured: `beside a flood of batches: ${measured}, p95`,
    figure: milliseconds(percentile(times, 0.95)),
    ratio: percentile(times, 0.95) / percentile(without, 0.95),
    note: `worst ${milliseconds(percentile(times, 1))}; without p95 ${milliseconds(percentile(without, 0.95))}, worst ${milliseconds(percentile(without, 1))}${note}`,
  })
  const missing = during.missing.length === 0 ? '' : `; ${whole(during.missing.length)} had not arrived`
  const refused = during.refused === 0 ? '' : `; ${whole(during.refused)} refused`
  const pace = `; ${perSecond(callsPerSecond)}`
  return [
    row('report to arrival', during.onTheWay, before.onTheWay, `${pace}${missing}`),
    row('answer to the report', during.calls, before.calls, `${pace}${refused}`),
    {
      measured: "deliveries of the flood's own producer",
      figure: perSecond(rateDuring),
      target: `≥ 0.40 of ${perSecond(rateAfter)}`,
      ratio: rateDuring / rateAfter,
      note: `${perSecond(acceptRate)} accepted meanwhile; the target is of the rate afterwards, when nothing comes in`,
    },
  ]
}

/** By calls at the same time: a platform has its connections open when the flood comes. */
async function openConnections(postback: Postback) {
  const call = () => postback.caller.call({ method: 'GET', path: '/livez' })
  await Promise.all(Array.from({ length: connections }, call))
}
