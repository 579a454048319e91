import type { LaneQueue } from './lane.ts'
import { Places } from './places.ts'
import { noOthers } from './ring.ts'

/**
 * Whose turn it is: lanes with something ready wait for a place of the whole process, and then for one of their host's. Which of
 * them may take one is decided in places.ts. No store, no clock: every call returns at once.
 */

export interface HostLimits {
  readonly usual: number
  /** While all of the usual ones are used and answers are fast. */
  readonly most: number
}

interface Host {
  readonly name: string
  readonly places: Places<LaneQueue>
}

export class Turns {
  readonly #whole: Places<LaneQueue>
  readonly #hosts = new Map<string, Host>()
  readonly #hostLimits: HostLimits

  constructor(limits: { readonly inFlight: number; readonly inFlightPerHost: HostLimits }) {
    this.#whole = new Places(limits.inFlight)
    this.#hostLimits = limits.inFlightPerHost
  }

  get inFlight(): number {
    return this.#whole.used
  }

  /** Of those, for lanes whose receivers have not answered lately. */
  get inFlightSilent(): number {
    return this.#whole.silent
  }

  isWhole(places: Places<LaneQueue>): boolean {
    return places === this.#whole
  }

  /** A lane with something ready waits for its turn, unless it waits already. */
  enter(lane: LaneQueue) {
    if (lane.waitsAt !== null || !lane.hasReady || lane.isFull) return
    lane.waitsAt = this.#whole
    this.#whole.waiting.add(lane)
  }

  /** A lane that has nothing ready any more waits no longer. */
  leave(lane: LaneQueue) {
    lane.waitsAt?.waiting.remove(lane)
    lane.waitsAt = null
    lane.granted = null
  }

  /** The next lane that may take a place of the whole. It no longer waits. */
  next(): LaneQueue | null {
    const lane = this.#whole.next()
    if (lane) lane.waitsAt = null
    return lane
  }

  /** Takes a place of the whole and one of the host's; false: the lane waits for the host. */
  begin(lane: LaneQueue, hostName: string): boolean {
    const { places } = this.#host(hostName)
    const others = lane.granted === places ? noOthers : places.waiting.others(lane)
    lane.granted = null
    if (!places.mayTake(lane, others)) {
      lane.waitsAt = places
      places.waiting.add(lane)
      // Another lane may take the place that this one may not.
      this.#wake(places)
      return false
    }
    this.#whole.take(lane)
    places.take(lane)
    return true
  }

  /** @param ease how the attempt went; null: it says nothing about the receiver */
  end(lane: LaneQueue, hostName: string, ease: { readonly overloaded: boolean; readonly fast: boolean } | null) {
    const host = this.#host(hostName)
    const { places } = host
    const wasFull = places.isFull
    this.#whole.give(lane)
    places.give(lane)
    const { usual, most } = this.#hostLimits
    if (ease?.overloaded || (ease && !ease.fast && places.limit > usual)) {
      places.limit = Math.max(usual, Math.floor(places.limit / 2))
    } else if (ease?.fast && wasFull) {
      places.limit = Math.min(most, places.limit + 1)
    }
    this.#wake(places)
    if (places.used === 0 && places.waiting.size === 0) this.#hosts.delete(host.name)
  }

  /** As many lanes that wait for the host take their turn as it has free places. */
  #wake(places: Places<LaneQueue>) {
    for (let { free } = places; free > 0; free--) {
      const lane = places.next()
      if (!lane) return
      lane.waitsAt = null
      lane.granted = places
      this.enter(lane)
    }
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name)
    if (!host) {
      host = { name, places: new Places(this.#hostLimits.usual, { sharedByLane: true }) }
      this.#hosts.set(name, host)
    }
    return host
  }
}
