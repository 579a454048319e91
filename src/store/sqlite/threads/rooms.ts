import type { AccountRoom, ClaimRequest, LaneRoom } from '../../contract/work.ts'
import type { DueLane } from '../hot/due-lanes.ts'

/** The room of these lanes and of their accounts, by key. */
export function roomsOf(
  { lanes, accounts, perLane, perAccount }: Pick<ClaimRequest, 'lanes' | 'accounts' | 'perLane' | 'perAccount'>,
  inTurn: readonly DueLane[],
): { lanes: ReadonlyMap<string, LaneRoom>; accounts: ReadonlyMap<string, AccountRoom> } {
  return {
    lanes: new Map(inTurn.map(({ key }) => [key, lanes.get(key) ?? { room: perLane, answers: false }])),
    accounts: new Map(inTurn.map(({ lane }) => [lane.accountId, accounts.get(lane.accountId) ?? perAccount])),
  }
}
