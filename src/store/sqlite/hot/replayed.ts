import type { ReplayStep } from '../../contract/work.ts'
import type { Database } from '../database.ts'
import { blobOf } from '../rows/id-blobs.ts'

/**
 * What becomes of the deliveries that a replay processed again. Each is a row of `replay_posts` until it has arrived, and the replay
 * has the counts: nothing is scanned to show them. Only a delivery with a second series can be one of them.
 */

/** In the commit that opens the series: a restart goes on behind this delivery. */
export function noteReplayed(db: Database, delivery: Uint8Array, { id, done, skipped }: ReplayStep) {
  const replay = blobOf(id)
  db.run('insert into replay_posts (delivery, replay) values (?, ?)', delivery, replay)
  db.run(
    'update replays set done = ?, skipped = ?, cursor = ?, waiting = waiting + 1 where id = ?',
    done,
    skipped,
    delivery,
    replay,
  )
}

interface ReplayPost {
  readonly replay: Uint8Array
  readonly failed: number
}

/** A delivery has come to rest. One that had failed counts as arrived if it arrives later after all. */
export function noteReplayResult(db: Database, delivery: Uint8Array, hasArrived: boolean) {
  const posts = db.all<ReplayPost>('select replay, failed from replay_posts where delivery = ?', delivery)
  for (const { replay, failed } of posts) {
    if (!hasArrived && failed === 1) continue
    const from = failed === 1 ? 'failed' : 'waiting'
    const to = hasArrived ? 'arrived' : 'failed'
    db.run(`update replays set ${from} = ${from} - 1, ${to} = ${to} + 1 where id = ?`, replay)
  }
  if (posts.length === 0) return
  if (hasArrived) db.run('delete from replay_posts where delivery = ?', delivery)
  else db.run('update replay_posts set failed = 1 where delivery = ?', delivery)
}

/** The history of the delivery ends. */
export function forgetReplayed(db: Database, delivery: Uint8Array) {
  noteReplayResult(db, delivery, false)
  db.run('delete from replay_posts where delivery = ?', delivery)
}
