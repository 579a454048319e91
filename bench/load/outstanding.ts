import { machineTime } from '../machine-time.ts'

const lookAgainMs = 2

/** How many have arrived at a receiver that was reset before. */
export interface Arriving {
  count(): Promise<number>
}

/**
 * What has been reported and has not arrived, bounded. A sender that accepts faster than it delivers would otherwise be measured
 * while it accepts, and later while it delivers, and never in the balance in which it works all day.
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

  /** Waits for room, and takes it; false when there is none until then. */
  async take(count: number, until: number): Promise<boolean> {
    while (this.#reported + count - this.#arrived > this.#most) {
      if (machineTime() >= until) return false
      this.#looking ??= this.#look()
      await this.#looking
    }
    this.#reported += count
    return true
  }

  /** They were not accepted. */
  giveBack(count: number) {
    this.#reported -= count
  }

  async #look() {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    this.#arrived = await this.#receiver.count()
    this.#looking = null
  }
}
