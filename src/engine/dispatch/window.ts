import type { AccountRoom, Claim } from '../../store/contract/work.ts'

/**
 * The claims of all lanes that have not begun: bounded by number and by bytes, with any backlog. The store is the queue; this is
 * a view of its beginning. An account holds at most a quarter, and no more than it leaves to others, so that deliveries that
 * cannot go do not fill the window. Silent receivers of an account get at most an eighth: the rest is for its answering ones.
 */

const countMost = 20_000
const bytesMost = 64 * 1024 * 1024
/** The part of both that an account may hold: a quarter; an eighth for receivers that do not answer. */
const [answeringPart, silentPart] = [4, 8]

interface Share {
  count: number
  bytes: number
}

const nothing: Readonly<Share> = { count: 0, bytes: 0 }

export class Window {
  #count = 0
  #bytes = 0
  readonly #accounts = new Map<string, Share>()

  get count(): number {
    return this.#count
  }

  /** Whether one more delivery of the lane may come in. */
  hasRoomFor({ accountId, answers }: { readonly accountId: string; readonly answers: boolean }): boolean {
    return this.#room(this.#accounts.get(accountId) ?? nothing, answers ? answeringPart : silentPart) > 0
  }

  /** How many more may come in, of each account that has something here. */
  rooms(): ReadonlyMap<string, AccountRoom> {
    const rooms = new Map<string, AccountRoom>()
    for (const [accountId, share] of this.#accounts) rooms.set(accountId, this.#rooms(share))
    return rooms
  }

  /** The room of any other account. */
  get roomOfOthers(): AccountRoom {
    return this.#rooms(nothing)
  }

  roomOf(accountId: string): AccountRoom {
    return this.#rooms(this.#accounts.get(accountId) ?? nothing)
  }

  #rooms(share: Readonly<Share>): AccountRoom {
    return { answering: this.#room(share, answeringPart), silent: this.#room(share, silentPart) }
  }

  #room({ count, bytes }: Readonly<Share>, part: number): number {
    const hasBytes = bytes === 0 ? this.#bytes < bytesMost : bytes < Math.min(bytesMost / part, bytesMost - this.#bytes)
    return hasBytes ? Math.max(0, Math.min(countMost / part, countMost - this.#count) - count) : 0
  }

  /** Counts a promised place. Its bytes come with the claim. */
  reserve(accountId: string, count = 1) {
    this.#add(accountId, count, 0)
  }

  enter({ delivery, body }: Claim) {
    this.#add(delivery.accountId, 1, body.text.length)
  }

  leave({ delivery, body }: Claim) {
    this.#add(delivery.accountId, -1, -body.text.length)
  }

  #add(accountId: string, count: number, bytes: number) {
    this.#count += count
    this.#bytes += bytes
    const share = this.#accounts.get(accountId)
    if (!share) {
      this.#accounts.set(accountId, { count, bytes })
      return
    }
    share.count += count
    share.bytes += bytes
    if (share.count === 0) this.#accounts.delete(accountId)
  }
}
