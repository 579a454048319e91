import { Batches } from '../batches.ts'
import { drainRate, leaveBacklog } from '../drain.ts'
import { producers } from '../fill.ts'
import { registerProducer } from '../postback.ts'
import { perSecond, type Row, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

/** The deliveries of one round. The store holds enough for one round more. */
const shortForm = { rounds: 2, count: 3_000 }
const longForm = { rounds: 3, count: 15_000 }

/** What one configuration alone can use of the machine: its rate out of a backlog, against that of sixteen. All at one host. */
export async function lanes(bench: Workbench): Promise<Row[]> {
  const { rounds, count } = bench.long ? longForm : shortForm
  const receiver = await bench.receiver()
  const batches = new Batches(bench)
  const prepare = async (configurations: number) => {
    const directory = bench.directory(`lanes-${configurations}`)
    const postback = await bench.startPostback(directory, `lanes-${configurations}`)
    const all = Array.from({ length: configurations }, (_, producer) => producer)
    for (const producer of all) await registerProducer(postback, producer, receiver.url)
    await leaveBacklog(postback, { batches, receiver, producers: all, count: count * (rounds + 1) })
    return directory
  }
  const [oneStore, allStore] = [await prepare(1), await prepare(producers)]
  const alone: number[] = []
  const together: number[] = []
  for (let round = 0; round < rounds; round++) {
    alone.push(await drainRate(bench, { directory: oneStore, receiver, count }))
    together.push(await drainRate(bench, { directory: allStore, receiver, count }))
  }
  // The best round, as other work on the machine can only make one slower.
  const [one, all] = [Math.max(...alone), Math.max(...together)]
  return [
    {
      measured: 'backlog of one configuration alone',
      figure: perSecond(one),
      target: `≥ 0.80 of ${perSecond(all)}`,
      ratio: one / all,
      note: `alone ${each(alone)}; ${producers} together ${each(together)}; ${whole(count)} deliveries each time`,
    },
  ]
}

function each(rates: readonly number[]): string {
  return rates.map(perSecond).join(', ')
}
