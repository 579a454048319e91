import { machineTime } from '../machine-time.ts'

const lookAgainMs = 2

/** Counts the arrivals at a receiver since its reset. */
export interface Arriving {
  count(): Promise<number>
}

/**
 * Limits the events that are reported but have not arrived. Without the limit, a sender that accepts faster than it delivers would
 * first only accept and later only deliver. It would never be measured in balance, its normal state.
 */
export class Outstanding {
  readonly #receiver: Arriving
  readonly #most: number
  #reported = 0
  #arrived = 0
  #looking: Promise<void> | null = null

  constructor(receiver: Arriving, most: number) {
    this.#receiver = receiver
    this.#most = most
  }

  /** Waits for room, and takes it; false if there is none before `until`. */
  async take(count: number, until: number): Promise<boolean> {
    while (this.#reported + count - this.#arrived > this.#most) {
      if (machineTime() >= until) return false
      this.#looking ??= this.#look()
      await this.#looking
    }
    this.#reported += count
    return true
  }

  /** For events that were not accepted. */
  giveBack(count: number) {
    this.#reported -= count
  }

  async #look() {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    this.#arrived = await this.#receiver.count()
    this.#looking = null
  }
}
