import { type Lane, laneKey } from '../../../domain/delivery/delivery.ts'
import { Moments } from '../../../domain/time/moments.ts'

/**
 * The due times of lanes, in memory: a claim visits only due lanes, not the hundred thousand lanes that have a retry later.
 * Every write that makes a delivery due notes it here. A time may be too early, as after a unit that was rolled back: it is
 * corrected when the lane is looked at. It must never be too late, so when in doubt all times are read again from the
 * database.
 *
 * Due lanes take turns, account by account: a lane that had its turn goes to the end, and so does its account.
 */

export interface DueLane {
  readonly lane: Lane
  readonly key: string
}

/** The due lanes of one account: those that wait for their turn, and those skipped in this round. */
interface DueAccount {
  waiting: Map<string, DueLane>
  passed: Map<string, DueLane>
}

export class DueLanes {
  readonly #onEarlier: (lane: Lane, at: number) => void
  readonly #lanes = new Map<string, DueLane>()
  readonly #later = new Moments<DueLane>()
  /** Accounts with waiting lanes, the next in turn first. */
  readonly #waiting = new Map<string, DueAccount>()
  readonly #passed = new Map<string, DueAccount>()
  #isRead = false

  /** @param onEarlier called when a lane is due earlier than known */
  constructor(onEarlier: (lane: Lane, at: number) => void) {
    this.#onEarlier = onEarlier
  }

  /** Reads all lanes, unless they are in memory already. */
  read(lanes: () => Iterable<{ lane: Lane; dueAt: number }>) {
    if (this.#isRead) return
    this.#isRead = true
    for (const { lane, dueAt } of lanes()) {
      const key = laneKey(lane)
      const due = { lane, key }
      this.#lanes.set(key, due)
      this.#later.set(due, dueAt)
    }
  }

  /** The next claim reads them again. */
  forget() {
    this.#isRead = false
    this.#lanes.clear()
    this.#later.clear()
    this.#waiting.clear()
    this.#passed.clear()
  }

  note(lane: Lane, dueAt: number) {
    if (!this.#isRead) return
    const key = laneKey(lane)
    let known = this.#lanes.get(key)
    // A known lane without a later time is due.
    const before = known ? (this.#later.at(known) ?? 0) : Number.POSITIVE_INFINITY
    if (dueAt >= before) return
    known ??= { lane, key }
    this.#lanes.set(key, known)
    this.#later.set(known, dueAt)
    this.#onEarlier(lane, dueAt)
  }

  /** Adds lanes that are due by now to the round. */
  arrive(now: number) {
    for (const due of this.#later.take(now)) {
      const { accountId } = due.lane
      const account = this.#waiting.get(accountId) ?? this.#passed.get(accountId) ?? newAccount()
      account.waiting.set(due.key, due)
      this.#passed.delete(accountId)
      this.#waiting.set(accountId, account)
    }
  }

  /** All due lanes wait for their turn again. */
  beginRound() {
    for (const [id, account] of this.#passed) this.#waiting.set(id, account)
    this.#passed.clear()
    for (const account of this.#waiting.values()) {
      if (account.waiting.size === 0) account.waiting = account.passed
      else for (const [key, due] of account.passed) account.waiting.set(key, due)
      account.passed = new Map()
    }
  }

  /** The next lanes in turn, without using up a turn. */
  inTurn(most: number): DueLane[] {
    let accounts = [...this.#waiting.values().take(most)].map(({ waiting }) => waiting.values())
    const found: DueLane[] = []
    while (accounts.length > 0 && found.length < most) {
      accounts = accounts.filter((lanes) => {
        const { value } = lanes.next()
        if (value) found.push(value)
        return value !== undefined
      })
    }
    return found.slice(0, most)
  }

  /**
   * The next lane in turn; null: all are skipped in this round.
   * @param takes whether the lane may have its turn; `false` leaves it in its place
   */
  next(takes: (due: DueLane) => boolean): { due: DueLane; isTaken: boolean } | null {
    for (const [accountId, account] of this.#waiting) {
      for (const [key, due] of account.waiting) {
        if (!takes(due)) return { due, isTaken: false }
        this.#waiting.delete(accountId)
        this.#waiting.set(accountId, account)
        account.waiting.delete(key)
        account.waiting.set(key, due)
        return { due, isTaken: true }
      }
    }
    return null
  }

  /** Skips the lane for the rest of this round. */
  pass(due: DueLane) {
    const account = this.#waiting.get(due.lane.accountId)
    if (!account?.waiting.delete(due.key)) return
    account.passed.set(due.key, due)
    if (account.waiting.size === 0) this.#leave(due.lane.accountId, account)
  }

  /** Skips all lanes of the account for the rest of this round. */
  passAccount({ lane: { accountId } }: DueLane) {
    const account = this.#waiting.get(accountId)
    if (!account) return
    if (account.passed.size === 0) account.passed = account.waiting
    else for (const [key, due] of account.waiting) account.passed.set(key, due)
    account.waiting = new Map()
    this.#leave(accountId, account)
  }

  /** @param until the lane has nothing due before; null: it has nothing at all */
  postpone(due: DueLane, until: number | null) {
    const { accountId } = due.lane
    const account = this.#waiting.get(accountId)
    if (account?.waiting.delete(due.key) && account.waiting.size === 0) this.#leave(accountId, account)
    if (until === null) this.#lanes.delete(due.key)
    else this.#later.set(due, until)
  }

  /** When the first lane is due: `now` if there are due ones, even skipped ones. */
  nextDueAt(now: number): number | null {
    return this.#waiting.size + this.#passed.size > 0 ? now : this.#later.first
  }

  #leave(accountId: string, account: DueAccount) {
    this.#waiting.delete(accountId)
    if (account.passed.size > 0) this.#passed.set(accountId, account)
  }
}

function newAccount(): DueAccount {
  return { waiting: new Map(), passed: new Map() }
}
