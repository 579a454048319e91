import type { Configuration, Delivery } from '@postback/sdk'

export type WhyNotAgain = 'sending' | 'open' | 'removed' | 'disabled'

/** Why *Process again* would be refused; null: it would not. */
export function whyNotAgain(delivery: Delivery, configuration: Configuration | null | undefined): WhyNotAgain | null {
  if (delivery.state === 'sending') return 'sending'
  if (delivery.trigger === 'manual' && delivery.nextAttemptAt !== null) return 'open'
  if (configuration === null) return 'removed'
  return configuration?.state === 'disabled' && !delivery.test ? 'disabled' : null
}
