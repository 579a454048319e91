import type { RunningSender } from '../senders/sender.ts'
import type { Receiver, Workbench } from '../workbench.ts'
import { arrivalsOf } from './arrival-times.ts'
import { reportInBatches } from './reporting.ts'

/** The rate is measured between these shares: first the lane still starts up, and the last deliveries are already in memory. */
const [startShare, endShare] = [0.3, 0.8]

/**
 * Deliveries per second out of a backlog, without new reports. While the backlog is reported, the receiver holds its answers:
 * otherwise the size of the backlog would depend on the speed of delivery.
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
