import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, DeliveryDetail } from '../../../../sdk/src/index.ts'

/** How a post went, as far as it is worth waiting for: an answer, or nothing within the time. */
export interface Result {
  readonly delivery: DeliveryDetail
  /** Every sending was answered with a success. */
  readonly delivered: boolean
  /** false: nothing more will come within the time. */
  readonly answered: boolean
}

const askAgainMs = [50, 100, 200, 400]

/**
 * Waits for the answer to a post. The retries of one that failed are not waited for: they can take hours.
 * @param times how often it is sent
 * @param until a moment in milliseconds, after which there is no more waiting
 */
export async function resultOf(client: Client, id: string, times: number, until: number): Promise<Result> {
  for (let asked = 0; ; asked++) {
    const delivery = await client.deliveries.get(id)
    const { attemptsTotal, outcome, state } = delivery
    const delivered = outcome === 'delivered' && attemptsTotal >= times
    const failed = attemptsTotal > 0 && outcome !== 'delivered'
    const over = state === 'failed' || state === 'cancelled'
    if (delivered || failed || over) return { delivery, delivered, answered: true }
    if (Date.now() >= until) return { delivery, delivered: false, answered: false }
    await sleep(askAgainMs[Math.min(asked, askAgainMs.length - 1)])
  }
}
