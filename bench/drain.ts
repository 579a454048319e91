import { arrivalsOf } from './arrival-times.ts'
import type { Batches } from './batches.ts'
import type { Postback } from './postback.ts'
import type { Receiver, Workbench } from './workbench.ts'

/** The first of them go out while the process and its lanes get going. */
const startShare = 0.4

/**
 * Leaves at least `count` deliveries in the store, and no process. They are reported while the receiver holds its answers:
 * otherwise their number would depend on how fast they are delivered meanwhile.
 */
export async function leaveBacklog(
  postback: Postback,
  backlog: { batches: Batches; receiver: Receiver; producers: readonly number[]; count: number },
) {
  const { batches, receiver, producers, count } = backlog
  await receiver.ask('hang', '/')
  await batches.post(postback, { producers, most: count })
  await postback.kill()
  await receiver.ask('hang', null)
}

/**
 * How many deliveries a second a new process makes out of the backlog in the store, with nothing coming in, over the first
 * `count` of them. More should wait there, since the last ones are in memory already and go out faster. The rest is left.
 */
export async function drainRate(
  bench: Workbench,
  backlog: { directory: string; receiver: Receiver; count: number },
): Promise<number> {
  const { directory, receiver, count } = backlog
  await receiver.ask('reset')
  const postback = await bench.startPostback(directory, 'drain')
  await receiver.arrived(count)
  const arrivals = (await arrivalsOf(receiver)).slice(0, count)
  await postback.kill()
  const first = Math.floor(count * startShare)
  const [startedAt, endedAt] = [arrivals[first]?.at ?? Number.NaN, arrivals.at(-1)?.at ?? Number.NaN]
  return ((count - 1 - first) / (endedAt - startedAt)) * 1000
}
