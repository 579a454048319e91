import { reportAtPace, timesOnTheWay } from '../arrival-times.ts'
import { producers } from '../fill.ts'
import { PurchaseText } from '../payload.ts'
import { percentile } from '../percentile.ts'
import { milliseconds, perSecond, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const paces = [
  { perSecond: 200, targetMs: 5 },
  { perSecond: 1_000, targetMs: 10 },
]
const warmUpMs = 1_500

/** How soon a receiver knows, from the first byte of the report to the head of the request that arrives. */
export async function acceptToArrival(bench: Workbench): Promise<Row[]> {
  const directory = await bench.filledStore()
  const receiver = await bench.receiver()
  const postback = await bench.startPostback(directory, 'accept-to-arrival')
  const text = new PurchaseText(Date.now())
  const purchases = () => {
    const number = bench.takeTransactions(1)
    return [{ number, producer: number % producers }]
  }
  await reportAtPace(postback, { perSecond: 1_000, forMs: warmUpMs, text, purchases })
  const rows: Row[] = []
  for (const pace of paces) {
    await postback.settled()
    await receiver.ask('reset')
    const forMs = bench.long ? 30_000 : 3_000
    const sent = await reportAtPace(postback, { perSecond: pace.perSecond, forMs, text, purchases })
    await receiver.arrived(sent.size)
    const times = await timesOnTheWay(receiver, sent)
    const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => milliseconds(percentile(times, share)))
    rows.push({
      measured: `report to arrival at ${perSecond(pace.perSecond)}: p95`,
      figure: milliseconds(percentile(times, 0.95)),
      target: `< ${pace.targetMs} ms`,
      note: `p50 ${p50}, p99 ${p99}, worst ${worst}, of ${whole(times.length)}`,
    })
  }
  await postback.settled()
  await postback.stop()
  return rows
}
