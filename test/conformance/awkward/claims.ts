import { type Delivery, laneKey, laneOf } from '../../../src/domain/delivery.ts'
import type { AskedLane, Claim, ClaimResult } from '../../../src/store/contract/work.ts'
import { findBody } from './history.ts'
import type { AwkwardInstance, Incarnation } from './instance.ts'

export function claimDueDeliveries(
  instance: AwkwardInstance,
  node: Incarnation,
  lanes: readonly AskedLane[],
  now: number,
): ClaimResult {
  return {
    claims: lanes.flatMap((asked) => claimLane(instance, node, asked, now)),
    nextDueAt: lanes.map(({ lane }) => waitingIn(instance, lane)[0]?.delivery.dueAt ?? null),
  }
}

function claimLane(instance: AwkwardInstance, node: Incarnation, { lane, limit }: AskedLane, now: number): Claim[] {
  const due = waitingIn(instance, lane).filter(({ delivery }) => dueAt(delivery) <= now)
  return due.slice(0, limit).flatMap((row) => {
    const body = findBody(instance, row.delivery)
    if (!body) return []
    row.delivery = { ...row.delivery, state: 'sending', dueAt: null }
    row.claimedBy = node
    return [{ delivery: row.delivery, body }]
  })
}

function waitingIn({ deliveries }: AwkwardInstance, lane: AskedLane['lane']) {
  return [...deliveries.values()]
    .filter(({ delivery }) => delivery.dueAt !== null && laneKey(laneOf(delivery)) === laneKey(lane))
    .sort((a, b) => dueAt(a.delivery) - dueAt(b.delivery) || (a.delivery.id < b.delivery.id ? -1 : 1))
}

function dueAt(delivery: Delivery): number {
  return delivery.dueAt ?? Number.POSITIVE_INFINITY
}
