import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { outcomeCode, stateCode } from '../../src/store/sql/codes.ts'
import { machineTime } from '../machine-time.ts'
import type { Postback } from '../postback.ts'
import { type Figure, figure, perSecond, whole } from '../report.ts'
import { postback } from '../senders/postback.ts'
import type { Receiver, Workbench } from '../workbench.ts'

const small = 1_000
const smallRounds = 10
const measured = 20_000
/** Retries that are sent first, to warm up the process. */
const warmUp = 6_000
const roundMs = 1_500
/** Time for the start and the warm-up of the process. */
const startMs = 20_000

interface Cost {
  readonly cpuMicros: number
  readonly perSecond: number
}

/** Whether a retry costs more when many others wait: ten backlogs of a thousand, compared with one very large backlog. */
export async function retryBacklog(bench: Workbench): Promise<Figure[]> {
  const directory = await bench.filled(postback)
  await bench.stopSenders()
  const receiver = await bench.receiver()
  const many = Math.min(1_000_000, Math.floor(bench.rows * 0.9))
  if (many < 2 * measured) return []
  const few = await inThousands(bench, directory, receiver)
  const all = await allAtOnce(bench, directory, receiver, many)
  return [
    figure([all.cpuMicros / few.cpuMicros], {
      section: 'postback: retries',
      name: 'postback.backlog.ratio',
      measured: `CPU of a retry, ${whole(many)} due / ${whole(small)} due`,
      unit: '',
      target: { most: 1 },
      note: `${whole(all.cpuMicros)} µs and ${perSecond(all.perSecond)}; with ${whole(small)} due ${whole(few.cpuMicros)} µs`,
    }),
  ]
}

async function inThousands(bench: Workbench, directory: string, receiver: Receiver): Promise<Cost> {
  const path = join(directory, 'postback.db')
  const startAt = Date.now() + startMs
  postpone(path, { count: warmUp, dueAt: 0 })
  for (let round = 0; round < smallRounds; round++) postpone(path, { count: small, dueAt: startAt + round * roundMs })
  return await withPostback(bench, directory, receiver, async (postback) => {
    if (Date.now() >= startAt) throw new Error(`${whole(warmUp)} retries have taken longer than ${startMs} ms.`)
    await receiver.ask('reset')
    await until(startAt)
    // All rounds are measured together: on a slow machine a round can overlap the next one.
    const all = small * smallRounds
    return await costOf(postback, () => receiver.arrived(all).then(postback.settled), all)
  })
}

async function allAtOnce(bench: Workbench, directory: string, receiver: Receiver, count: number): Promise<Cost> {
  postpone(join(directory, 'postback.db'), { count: count + warmUp, dueAt: 0 })
  return await withPostback(bench, directory, receiver, async (postback) => {
    await receiver.ask('reset')
    // The number of open attempts is equal at the beginning and at the end.
    return await costOf(postback, () => receiver.arrived(measured), measured)
  })
}

async function withPostback(
  bench: Workbench,
  directory: string,
  receiver: Receiver,
  measure: (postback: Postback) => Promise<Cost>,
): Promise<Cost> {
  await receiver.ask('reset')
  const postback = await bench.startPostback(directory, 'retry-backlog')
  await receiver.arrived(warmUp)
  const cost = await measure(postback)
  await postback.stop()
  return cost
}

async function costOf(postback: Postback, done: () => Promise<void>, count: number): Promise<Cost> {
  const before = await postback.usage()
  const startedAt = machineTime()
  await done()
  const seconds = (machineTime() - startedAt) / 1000
  const after = await postback.usage()
  return { cpuMicros: (after.cpuMicros - before.cpuMicros) / count, perSecond: count / seconds }
}

/** Makes posts that were delivered at the first attempt wait for a retry, as if that attempt had failed. The store must be closed. */
function postpone(path: string, { count, dueAt }: { count: number; dueAt: number }) {
  const db = new DatabaseSync(path)
  db.exec('pragma synchronous = off; pragma cache_size = -262144')
  db.prepare(
    `update deliveries set state = ${stateCode.retrying}, due = max(?, created_at), delivered_at = null,
      last_status = 503, last_outcome = ${outcomeCode.rejected}
      where id in (
        select id from deliveries where state = ${stateCode.delivered} and attempts_total = 1 order by id limit ?)`,
  ).run(dueAt, count)
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
}

function until(time: number) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())))
}
