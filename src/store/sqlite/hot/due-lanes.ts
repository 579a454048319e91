import { type Lane, laneKey } from '../../../domain/delivery/delivery.ts'
import { Moments } from '../../../domain/time/moments.ts'

/**
 * When each lane has something due, in memory: a claim goes to the lanes that are due, and passes none of the hundred thousand
 * that have a retry later. Every write that makes something due notes it here. A moment may be too early, as after a unit that
 * was rolled back: it is put right when the lane is looked at. It must not be too late; so it is read anew from the database
 * when in doubt.
 *
 * Lanes that are due take turns, account by account: one that is looked at goes to the end, and so does its account.
 */

export interface DueLane {
  readonly lane: Lane
  readonly key: string
}

/** Of one account: lanes that wait for their turn, and those that were found to have no more in this round. */
interface DueAccount {
  waiting: Map<string, DueLane>
  passed: Map<string, DueLane>
}

export class DueLanes {
  readonly #onEarlier: (lane: Lane, at: number) => void
  readonly #lanes = new Map<string, DueLane>()
  readonly #later = new Moments<DueLane>()
  /** Those with lanes that wait, the next in turn first. */
  readonly #waiting = new Map<string, DueAccount>()
  readonly #passed = new Map<string, DueAccount>()
  #isRead = false

  /** @param onEarlier called when a lane is due before all that was known of it */
  constructor(onEarlier: (lane: Lane, at: number) => void) {
    this.#onEarlier = onEarlier
  }

  /** Knows all lanes from now on. */
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

  /** They are read anew before the next claim. */
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
    // One that is known and has no moment is due.
    const before = known ? (this.#later.at(known) ?? 0) : Number.POSITIVE_INFINITY
    if (dueAt >= before) return
    known ??= { lane, key }
    this.#lanes.set(key, known)
    this.#later.set(known, dueAt)
    this.#onEarlier(lane, dueAt)
  }

  /** Lanes whose moment has come take part from now on. */
  arrive(now: number) {
    for (const due of this.#later.take(now)) {
      const { accountId } = due.lane
      const account = this.#waiting.get(accountId) ?? this.#passed.get(accountId) ?? newAccount()
      account.waiting.set(due.key, due)
      this.#passed.delete(accountId)
      this.#waiting.set(accountId, account)
    }
  }

  /** All that are due wait for their turn again. */
  beginRound() {
    for (const [id, account] of this.#passed) this.#waiting.set(id, account)
    this.#passed.clear()
    for (const account of this.#waiting.values()) {
      if (account.waiting.size === 0) account.waiting = account.passed
      else for (const [key, due] of account.passed) account.waiting.set(key, due)
      account.passed = new Map()
    }
  }

  /** The next ones in turn. Nobody loses a turn by it. */
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
   * The next in turn; null: each has been passed in this round.
   * @param takes whether it may have its turn; `false` leaves it where it is
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

  /** It is not looked at again in this round. */
  pass(due: DueLane) {
    const account = this.#waiting.get(due.lane.accountId)
    if (!account?.waiting.delete(due.key)) return
    account.passed.set(due.key, due)
    if (account.waiting.size === 0) this.#leave(due.lane.accountId, account)
  }

  /** None of its account's lanes is looked at again in this round. */
  passAccount({ lane: { accountId } }: DueLane) {
    const account = this.#waiting.get(accountId)
    if (!account) return
    if (account.passed.size === 0) account.passed = account.waiting
    else for (const [key, due] of account.waiting) account.passed.set(key, due)
    account.waiting = new Map()
    this.#leave(accountId, account)
  }

  /** It has nothing due before that; null: it has nothing at all. */
  postpone(due: DueLane, until: number | null) {
    const { accountId } = due.lane
    const account = this.#waiting.get(accountId)
    if (account?.waiting.delete(due.key) && account.waiting.size === 0) this.#leave(accountId, account)
    if (until === null) this.#lanes.delete(due.key)
    else this.#later.set(due, until)
  }

  /** When the first of all is due: `now` if it is one that was passed. */
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
