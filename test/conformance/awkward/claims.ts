import { type Lane, laneKey, laneOf, sending } from '../../../src/domain/delivery/delivery.ts'
import type { AccountRoom, Claim, Claimed, ClaimKey, ClaimRequest, LaneDue } from '../../../src/store/contract/work.ts'
import { findBody } from './history.ts'
import type { AwkwardInstance, DeliveryRow, Incarnation } from './instance.ts'
import { untriedBefore } from './order.ts'
import { configurationStateOf, noteInterruption, restOf, setRest, waitAgain } from './rest.ts'

const looksMost = 64
/** What is due and cannot be claimed is looked at again after that. */
const lookAgainMs = 1_000

/** A node's place in its round: which accounts and lanes had their turn last, and which lanes have no more in this one. */
export class Round {
  readonly served: string[] = []
  readonly passed = new Set<string>()

  /** Account after account, and within one lane after lane: who had a turn goes to the end. */
  next(lanes: readonly Lane[]): Lane | undefined {
    const inTurn = (a: string, b: string) => this.served.lastIndexOf(a) - this.served.lastIndexOf(b)
    const open = lanes.filter((lane) => !this.passed.has(laneKey(lane)))
    const [account] = [...new Set(open.map(({ accountId }) => accountId))].sort((a, b) => inTurn(`of ${a}`, `of ${b}`))
    const [lane] = open.filter(({ accountId }) => accountId === account).sort((a, b) => inTurn(laneKey(a), laneKey(b)))
    if (lane) this.served.push(`of ${lane.accountId}`, laneKey(lane))
    return lane
  }
}

export function claim(instance: AwkwardInstance, node: Incarnation, round: Round, request: ClaimRequest): Claimed {
  return new Claiming(instance, node, round, request).result()
}

/** One call: what was taken so far, and of whom. */
class Claiming {
  readonly #instance: AwkwardInstance
  readonly #node: Incarnation
  readonly #request: ClaimRequest
  readonly #claims: Claim[] = []
  readonly #left = new Map<string, LaneDue>()
  readonly #toSettle = new Map<string, Claimed['toSettle'][number]>()
  #last: Claimed['last'] = 'end'

  constructor(instance: AwkwardInstance, node: Incarnation, round: Round, request: ClaimRequest) {
    this.#instance = instance
    this.#node = node
    this.#request = request
    const { most, bytesMost, after } = request
    if (after === 'start') round.passed.clear()
    for (let looks = 0; ; looks++) {
      const lane = round.next(this.#lanesDue())
      this.#last = lane ? { accountId: lane.accountId, lane } : 'end'
      if (!lane) break
      if (!this.#look(lane)) round.passed.add(laneKey(lane))
      if (looks === looksMost || this.#claims.length >= most || bytesOf(this.#claims) >= bytesMost) break
    }
  }

  result(): Claimed {
    const dueOf = this.#dueOf()
    this.#instance.changes.setDue(dueOf)
    return {
      claims: this.#claims,
      left: [...this.#left.values()],
      last: this.#last,
      nextDueAt: dueOf.size === 0 ? null : Math.min(...dueOf.values()),
      toSettle: [...this.#toSettle.values()],
    }
  }

  #lanesDue(): Lane[] {
    const due = this.#waiting().filter(({ delivery }) => (delivery.dueAt ?? 0) <= this.#request.now)
    return [...new Map(due.map(({ delivery }) => [laneKey(laneOf(delivery)), laneOf(delivery)])).values()]
  }

  #waiting(): DeliveryRow[] {
    return [...this.#instance.deliveries.values()].filter(({ delivery }) => delivery.dueAt !== null)
  }

  /** When the first of each lane can be claimed; what cannot be although it is due, later. */
  #dueOf(): ReadonlyMap<string, number> {
    const { now } = this.#request
    const dueOf = new Map<string, number>()
    for (const row of this.#waiting()) {
      const key = laneKey(laneOf(row.delivery))
      const dueAt = Math.max(row.delivery.dueAt ?? 0, this.#pausedUntil(laneOf(row.delivery)))
      const at = this.#isClosed(row) || this.#isBlocked(row) ? Math.max(dueAt, now + lookAgainMs) : dueAt
      dueOf.set(key, Math.min(at, dueOf.get(key) ?? at))
    }
    return dueOf
  }

  /** @returns whether the lane may have more in this round */
  #look(lane: Lane): boolean {
    const { now, perTurn, most } = this.#request
    const key = laneKey(lane)
    const due = this.#dueIn(lane)
    for (const { delivery } of due.filter((row) => this.#isClosed(row))) {
      const { configurationId, accountId } = delivery
      if (configurationId !== null) this.#toSettle.set(configurationId, { configurationId, accountId })
    }
    const limit = Math.min(perTurn, most - this.#claims.length, this.#roomOf(lane))
    const taken = this.#pausedUntil(lane) > now ? [] : this.#inOrder(due).slice(0, Math.max(0, limit))
    let bytes = 0
    for (const [i, row] of taken.entries()) {
      if (i > 0 && (bytes >= this.#request.bytesPerTurn || bytesOf(this.#claims) >= this.#request.bytesMost)) break
      bytes += this.#take(row)
    }
    const [first] = this.#dueIn(lane).filter((row) => !this.#isClosed(row))
    if (first && taken.length > 0) this.#left.set(key, { lane, dueAt: first.delivery.dueAt ?? now })
    else if (!first) this.#left.delete(key)
    return first !== undefined && taken.length > 0
  }

  /** What is due, and before each first attempt those of its subject that were accepted earlier. */
  #inOrder(due: readonly DeliveryRow[]): DeliveryRow[] {
    const open = due.filter((row) => !this.#isClosed(row) && !this.#isBlocked(row))
    const withEarlier = open.flatMap((row) => [...untriedBefore(this.#instance, row), row])
    return [...new Set(withEarlier)].filter(({ delivery }) => delivery.state !== 'sending')
  }

  /** One before it is under way on another node. What is here as well keeps its order here. */
  #isBlocked(row: DeliveryRow): boolean {
    return untriedBefore(this.#instance, row).some(
      ({ delivery, claimedBy }) => delivery.state === 'sending' && claimedBy !== this.#node,
    )
  }

  #dueIn(lane: Lane): DeliveryRow[] {
    return this.#waiting()
      .filter(({ delivery }) => laneKey(laneOf(delivery)) === laneKey(lane))
      .filter(({ delivery }) => (delivery.dueAt ?? 0) <= this.#request.now)
      .sort(byDue)
  }

  /** It waits to be settled. */
  #isClosed({ delivery }: DeliveryRow): boolean {
    const state = configurationStateOf(this.#instance, delivery)
    return state === 'removed' || (state === 'disabled' && !delivery.test)
  }

  #pausedUntil({ configurationId }: Lane): number {
    const row = configurationId === null ? undefined : this.#instance.configurations.get(configurationId)
    return row?.statedLimit.pausedUntil ?? 0
  }

  #roomOf(lane: Lane): number {
    const { lanes, perLane, accounts, perAccount } = this.#request
    const known = lanes.get(laneKey(lane))
    const account: AccountRoom = accounts.get(lane.accountId) ?? perAccount
    const ofAccount = this.#claims.filter(({ delivery }) => delivery.accountId === lane.accountId)
    const ofLane = ofAccount.filter(({ delivery }) => laneKey(laneOf(delivery)) === laneKey(lane))
    return Math.min(
      (known?.room ?? perLane) - ofLane.length,
      (known?.answers ? account.answering : account.silent) - ofAccount.length,
    )
  }

  #take(row: DeliveryRow): number {
    const body = findBody(this.#instance, row.delivery)
    if (!body) throw new Error('A delivery has no body.')
    row.delivery = { ...row.delivery, ...sending }
    row.claimedBy = this.#node
    row.hasBegun = false
    this.#instance.changes.noteMoved(row.delivery)
    const { delivery, interruptions } = row
    this.#claims.push({ id: delivery.id, number: delivery.attemptsTotal + 1, delivery, body, interruptions })
    return body.text.length
  }
}

function bytesOf(claims: readonly Claim[]): number {
  return claims.reduce((bytes, { body }) => bytes + body.text.length, 0)
}

function byDue({ delivery: a }: DeliveryRow, { delivery: b }: DeliveryRow): number {
  return (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.id < b.id ? -1 : 1)
}

/** Only what this incarnation holds still: another one may have recovered the rest. */
export function giveBack(instance: AwkwardInstance, node: Incarnation, claims: readonly ClaimKey[], now: number) {
  for (const claim of claims) {
    const row = findClaimed(instance, node, claim)
    if (!row) continue
    const rest = restOf(row, configurationStateOf(instance, row.delivery), waitAgain(row, now))
    setRest(instance, row, rest)
    noteInterruption(row, rest.state, now)
  }
}

export function listClaims(instance: AwkwardInstance, node: Incarnation): ClaimKey[] {
  return [...instance.deliveries.values()]
    .filter(({ delivery, claimedBy }) => delivery.state === 'sending' && claimedBy === node)
    .map(({ delivery: { id, attemptsTotal } }) => ({ id, number: attemptsTotal + 1 }))
}

export function begin(instance: AwkwardInstance, node: Incarnation, claim: ClaimKey) {
  const row = findClaimed(instance, node, claim)
  if (row) row.hasBegun = true
}

function findClaimed({ deliveries }: AwkwardInstance, node: Incarnation, { id, number }: ClaimKey) {
  const row = deliveries.get(id)
  const isIt = row?.delivery.state === 'sending' && row.claimedBy === node && row.delivery.attemptsTotal + 1 === number
  return isIt ? row : undefined
}
