import type { Delivery } from '@postback/sdk'

const momentMs = 5_000

/** Whether something will happen to it within moments. */
export function isOnItsWay(delivery: Pick<Delivery, 'state' | 'nextAttemptAt'>, now = Date.now()): boolean {
  const { state, nextAttemptAt } = delivery
  if (state === 'sending') return true
  return state === 'queued' && (nextAttemptAt === null || Date.parse(nextAttemptAt) - now < momentMs)
}
