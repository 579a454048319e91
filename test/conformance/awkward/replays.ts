import type { DeliveryId, ReplayId } from '../../../src/domain/ids.ts'
import { maskedBuyer } from '../../../src/domain/payload/render/masked-buyer.ts'
import type { Replay, ReplayStep } from '../../../src/store/contract/work.ts'
import { findBody, shown } from './history.ts'
import type { AwkwardInstance } from './instance.ts'

/** A cancelled or ended replay stays so: a page that was under way still adds its progress. */
export function saveReplay({ replays }: AwkwardInstance, replay: Replay): Replay {
  const before = replays.get(replay.id)
  const { done, skipped, cursor, state, endedAt } = replay
  const saved = before
    ? {
        ...before,
        done,
        skipped,
        cursor,
        state: before.state === 'running' ? state : before.state,
        endedAt: before.endedAt ?? endedAt,
      }
    : replay
  replays.set(replay.id, saved)
  return saved
}

export function cancelReplay(instance: AwkwardInstance, accountId: string, id: ReplayId, now: number): boolean {
  const replay = getReplay(instance, accountId, id)
  if (replay?.state !== 'running') return false
  instance.replays.set(id, { ...replay, state: 'cancelled', endedAt: now })
  return true
}

export function getReplay({ replays }: AwkwardInstance, accountId: string, id: ReplayId): Replay | null {
  const replay = replays.get(id)
  return replay?.accountId === accountId ? replay : null
}

export function listOpenReplays({ replays }: AwkwardInstance): Replay[] {
  return [...replays.values()].filter(({ state }) => state === 'running')
}

/** In the commit that opens the series. */
export function noteReplayed({ replays, replayPosts }: AwkwardInstance, delivery: DeliveryId, step: ReplayStep) {
  const replay = replays.get(step.id)
  if (!replay) return
  const { done, skipped } = step
  replays.set(step.id, { ...replay, done, skipped, cursor: delivery, waiting: (replay.waiting ?? 0) + 1 })
  replayPosts.push({ delivery, replay: step.id, state: 'waiting' })
}

/** A delivery has come to rest. One that had failed counts as arrived if it arrives later after all. */
export function noteReplayResult({ replays, replayPosts }: AwkwardInstance, id: DeliveryId, hasArrived: boolean) {
  for (const post of replayPosts.filter(({ delivery }) => delivery === id)) {
    const replay = replays.get(post.replay)
    const to = hasArrived ? 'arrived' : 'failed'
    if (!replay || post.state === to) continue
    const left = { ...replay, [post.state]: (replay[post.state] ?? 0) - 1 }
    replays.set(replay.id, { ...left, [to]: (left[to] ?? 0) + 1 })
    if (hasArrived) replayPosts.splice(replayPosts.indexOf(post), 1)
    else post.state = 'failed'
  }
}

export function listReplayFailures(
  instance: AwkwardInstance,
  accountId: string,
  id: ReplayId,
  { after, limit }: { after: DeliveryId | null; limit: number },
) {
  const failures = instance.replayPosts
    .filter(
      ({ replay, state, delivery }) => replay === id && state === 'failed' && (after === null || delivery > after),
    )
    .flatMap(({ delivery }) => instance.deliveries.get(delivery)?.delivery ?? [])
    .filter((delivery) => delivery.accountId === accountId)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const deliveries = failures.slice(0, limit).map((delivery) => shown(instance, delivery))
  const buyers = deliveries.map((delivery) => maskedBuyer(findBody(instance, delivery)?.text ?? '{}'))
  return { deliveries, buyers, next: failures.length > limit ? (deliveries.at(-1)?.id ?? null) : null }
}
