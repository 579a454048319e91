import type { ReplayId } from '../../../src/domain/ids.ts'
import type { Replay } from '../../../src/store/contract/work.ts'
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
