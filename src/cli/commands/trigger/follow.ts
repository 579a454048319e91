import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, DeliveryDetail } from '../../../../sdk/src/index.ts'

/** The result of a post: an answer, or none within the time. */
export interface Result {
  readonly delivery: DeliveryDetail
  /** Every attempt that was asked for was answered with a success. */
  readonly delivered: boolean
  /** false: no answer came within the time. */
  readonly answered: boolean
}

const askAgainMs = [50, 100, 200, 400]

/**
 * Waits for the answer to a post, but not for the retries of a failed one: they can take hours.
 * @param times how many times it is sent
 * @param until when to stop waiting, in milliseconds
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
