import { reportAtPace, timesSoFar, timesToAccept } from '../arrival-times.ts'
import { PurchaseText } from '../payload.ts'
import { ascending, percentile } from '../percentile.ts'
import { addConfiguration, addHook, type Postback, registerAccount, registerProducer } from '../postback.ts'
import { milliseconds, perSecond as perSecondText, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

interface Neighbour {
  readonly name: string
  readonly configurations: number
  readonly as: 'configurations' | 'hooks'
  /** Whether each is at a host of its own, or all are at the healthy account's host. */
  readonly hosts: 'each its own' | 'the healthy one'
  /** Each makes as many deliveries as there are configurations. */
  readonly salesPerSecond: number
  /** While its receivers answer. Zero where answering them would keep the machine busy by itself. */
  readonly salesWithout: number
}

const neighbours: readonly Neighbour[] = [
  {
    name: 'one that hangs',
    configurations: 1,
    as: 'configurations',
    hosts: 'each its own',
    salesPerSecond: 200,
    salesWithout: 200,
  },
  {
    name: '40 that hang, on 40 hosts',
    configurations: 40,
    as: 'configurations',
    hosts: 'each its own',
    salesPerSecond: 40,
    salesWithout: 0,
  },
  {
    name: '40 that hang, on its own host',
    configurations: 40,
    as: 'configurations',
    hosts: 'the healthy one',
    salesPerSecond: 40,
    salesWithout: 0,
  },
  {
    name: '500 hooks that hang, on 500 hosts',
    configurations: 500,
    as: 'hooks',
    hosts: 'each its own',
    salesPerSecond: 5,
    salesWithout: 0,
  },
]

const callsPerSecond = 200
const warmUp = { perSecond: 1_000, forMs: 700 }
const rounds = 2
const [healthyProducer, otherProducer] = [0, 1]
/** In the long form a round lasts longer than the time-out of an attempt; the short form ends before the first of them. */
const shortForm = { withoutMs: 1_000, besideMs: 1_500, patienceMs: 1_000 }
const longForm = { withoutMs: 8_000, besideMs: 25_000, patienceMs: 30_000 }
/** The path of configurations that hang, so that they can share a receiver with one that does not. */
const hangingPath = 'hangs/'

/**
 * One account's receiver answers at once; another account has receivers of which in every second round none answers. What
 * changes for the first is what dead receivers cost their neighbours.
 */
export async function isolation(bench: Workbench): Promise<Row[]> {
  const rows: Row[] = []
  for (const [i, neighbour] of neighbours.entries())
    rows.push(await measureBeside(bench, neighbour, `isolation-${i + 1}`))
  return rows
}

async function measureBeside(bench: Workbench, neighbour: Neighbour, name: string): Promise<Row> {
  const { salesPerSecond, salesWithout } = neighbour
  const { withoutMs, besideMs, patienceMs } = bench.long ? longForm : shortForm
  const healthy = await bench.receiver()
  const other = neighbour.hosts === 'each its own' ? await bench.crowd() : healthy
  const postback = await bench.startPostback(bench.directory(name), name)
  await registerProducer(postback, healthyProducer, healthy.url)
  await registerNeighbour(postback, neighbour, other.urls)

  const text = new PurchaseText(Date.now())
  const report = (producer: number, perSecond: number, forMs: number) => {
    const purchases = () => [{ number: bench.takeTransactions(1), producer }]
    return reportAtPace(postback, { perSecond, forMs, text, purchases, mayBeRefused: true })
  }
  const round = async (forMs: number, sales: number, perSecond = callsPerSecond) => {
    await healthy.ask('reset')
    const [sent, others] = await Promise.all([
      report(healthyProducer, perSecond, forMs),
      report(otherProducer, sales, forMs),
    ])
    await healthy.arrivedWithin(sent.size, patienceMs)
    const { arrived, missing } = await timesSoFar(healthy, sent)
    return { times: [...arrived, ...missing], missing: missing.length, others: timesToAccept(others) }
  }
  await round(warmUp.forMs, salesWithout, warmUp.perSecond)
  await postback.settled()

  const without: number[] = []
  const beside: number[] = []
  const others: number[] = []
  let missing = 0
  for (let i = 0; i < rounds; i++) {
    without.push(...(await round(withoutMs, salesWithout)).times)
    await other.ask('hang', `/${hangingPath}`)
    const result = await round(besideMs, salesPerSecond)
    beside.push(...result.times)
    others.push(...result.others)
    missing += result.missing
    if (i === rounds - 1) break
    await other.ask('hang', null)
    await postback.settled()
  }
  // Killed first: once the receiver answers, the process would deliver its whole backlog.
  await postback.kill()
  await other.ask('hang', null)
  return rowOf({
    neighbour,
    without: ascending(without),
    beside: ascending(beside),
    others: ascending(others),
    missing,
  })
}

/** Several at a time, since there may be hundreds. */
async function registerNeighbour(postback: Postback, neighbour: Neighbour, urls: readonly string[]) {
  await registerAccount(postback, otherProducer)
  const add = neighbour.as === 'hooks' ? addHook : addConfiguration
  const targets = Array.from({ length: neighbour.configurations }, (_, i) => {
    return `${urls[i % urls.length]}${hangingPath}${i}`
  })
  for (let i = 0; i < targets.length; i += 20) {
    await Promise.all(targets.slice(i, i + 20).map((url) => add(postback, otherProducer, url)))
  }
}

function rowOf(found: {
  neighbour: Neighbour
  without: readonly number[]
  beside: readonly number[]
  others: readonly number[]
  missing: number
}): Row {
  const { neighbour, without, beside, others, missing } = found
  const shown = (times: readonly number[]) =>
    `p50 ${milliseconds(percentile(times, 0.5))}, worst ${milliseconds(percentile(times, 1))}`
  const notArrived = missing === 0 ? '' : `; ${whole(missing)} had not arrived and count with their time so far`
  return {
    measured: `p99 beside ${neighbour.name}`,
    figure: milliseconds(percentile(beside, 0.99)),
    target: '≤ 1.10 of without, or 5 ms more',
    ratio: percentile(beside, 0.99) / percentile(without, 0.99),
    note: `${shown(beside)}, of ${whole(beside.length)}${notArrived}; without p99 ${milliseconds(percentile(without, 0.99))}, ${shown(without)}; ${perSecondText(callsPerSecond)} beside ${perSecondText(neighbour.salesPerSecond)}, which are accepted in p50 ${milliseconds(percentile(others, 0.5))}`,
  }
}
