import type { RunningSender } from '../senders/sender.ts'
import type { Receiver, Workbench } from '../workbench.ts'
import { arrivalsOf } from './arrival-times.ts'
import { reportInBatches } from './reporting.ts'

/** The first of them go out while the lane gets going, and the last ones are in memory already. */
const [startShare, endShare] = [0.3, 0.8]

/**
 * How many deliveries a second are made out of a backlog, with nothing coming in. The backlog is reported while the receiver
 * holds its answers: otherwise its size would depend on how fast it is delivered meanwhile.
 */
export async function drainRate(
  bench: Workbench,
  sender: RunningSender,
  backlog: { receiver: Receiver; endpoint: number; count: number },
): Promise<number> {
  const { receiver, endpoint, count } = backlog
  await receiver.ask('reset')
  await receiver.ask('hang', '/')
  const { accepted } = await reportInBatches(bench, sender, { endpoints: [endpoint], most: count })
  await receiver.ask('hang', null)
  await receiver.arrived(accepted)
  const arrivals = await arrivalsOf(receiver)
  const [first, last] = [Math.floor(accepted * startShare), Math.floor(accepted * endShare)]
  const seconds = ((arrivals[last]?.at ?? Number.NaN) - (arrivals[first]?.at ?? Number.NaN)) / 1000
  return (last - first) / seconds
}
