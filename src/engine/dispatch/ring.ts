/**
 * Lanes that wait, in turn: account by account, then lane by lane, so that an account with a thousand lanes gets no more turns
 * than one with a single lane. Within an account the lanes whose receivers answer take turns with those whose receivers do not,
 * so that a crowd of the second kind does not hide one of the first.
 */

/** What a ring has to know of a lane. */
export interface Waiting<Queue extends Waiting<Queue>> {
  readonly accountId: string
  /** Whether its receiver has answered lately. */
  readonly answers: boolean
  /** The rings in which it waits. */
  readonly rings: Set<Ring<Queue>>
}

/** Who else waits for the same. */
export interface Others {
  readonly accounts: boolean
  readonly lanes: boolean
}

export const noOthers: Others = { accounts: false, lanes: false }

/** A lane may be refused for itself while the one behind it may go; only four can hold a quarter each. */
const lanesAskedMax = 5
/** So many accounts are asked in one go. One that is passed over goes to the end, so each is asked after a few goes. */
const accountsAskedMax = 32

class Account<Queue extends Waiting<Queue>> {
  readonly answering = new Set<Queue>()
  readonly silent = new Set<Queue>()
  #answeringFirst = true

  get size(): number {
    return this.answering.size + this.silent.size
  }

  of(lane: Queue): Set<Queue> {
    return lane.answers ? this.answering : this.silent
  }

  /** The next lane of either kind that may go, the kinds in turn. */
  pick(may: (lane: Queue) => boolean): Queue | null {
    this.#answeringFirst = !this.#answeringFirst
    const [first, second] = this.#answeringFirst ? [this.answering, this.silent] : [this.silent, this.answering]
    return takeFirst(first, may) ?? takeFirst(second, may)
  }
}

function takeFirst<Queue>(lanes: Set<Queue>, may: (lane: Queue) => boolean): Queue | null {
  let asked = 0
  for (const lane of lanes) {
    if (may(lane)) {
      lanes.delete(lane)
      return lane
    }
    if (++asked >= lanesAskedMax) return null
  }
  return null
}

export class Ring<Queue extends Waiting<Queue>> {
  readonly #accounts = new Map<string, Account<Queue>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  has(lane: Queue): boolean {
    return lane.rings.has(this)
  }

  /** To the end of its account's lanes. One that waits already keeps its place. */
  add(lane: Queue) {
    if (this.has(lane)) return
    let account = this.#accounts.get(lane.accountId)
    if (!account) {
      account = new Account()
      this.#accounts.set(lane.accountId, account)
    }
    account.of(lane).add(lane)
    lane.rings.add(this)
    this.#size++
  }

  remove(lane: Queue) {
    const account = this.#accounts.get(lane.accountId)
    if (!account || !lane.rings.delete(this)) return
    account.answering.delete(lane)
    account.silent.delete(lane)
    this.#size--
    if (account.size === 0) this.#accounts.delete(lane.accountId)
  }

  /** Who waits beside a lane of this account, which may or may not wait itself. */
  others(lane: Queue): Others {
    const mine = this.#accounts.get(lane.accountId)
    return {
      accounts: this.#accounts.size > (mine ? 1 : 0),
      lanes: this.#size > (this.has(lane) ? 1 : 0),
    }
  }

  /**
   * Takes out the next lane that may go. Those within their share while others wait come first; if there is none, one that
   * takes more than its share hurts no other.
   */
  pick(may: (lane: Queue, others: Others) => boolean): Queue | null {
    if (this.#size === 0) return null
    if (this.#size === 1) return this.#scan((lane) => may(lane, noOthers))
    const others = { accounts: this.#accounts.size > 1, lanes: true }
    return this.#scan((lane) => may(lane, others)) ?? this.#scan((lane) => may(lane, noOthers))
  }

  #scan(may: (lane: Queue) => boolean): Queue | null {
    let left = Math.min(accountsAskedMax, this.#accounts.size)
    for (const [id, account] of this.#accounts) {
      const lane = account.pick(may)
      // To the end, whether or not it had its turn.
      this.#accounts.delete(id)
      if (lane) {
        lane.rings.delete(this)
        this.#size--
      }
      if (account.size > 0) this.#accounts.set(id, account)
      if (lane || --left === 0) return lane
    }
    return null
  }
}
