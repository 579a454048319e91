import type { Configuration, DeliveryDetail } from '@postback/sdk'
import { isTokenRefusal } from '../../data/body-token-trial.ts'

/**
 * What to do about a receiver that may look for the token only in the body. `try`: switch it on and send this post, to see. `switch`:
 * offer the switch. `again`: it is on now, and this post was sent without it.
 */
export type BodyTokenAdvice = 'try' | 'switch' | 'again'

interface Case {
  readonly delivery: Pick<DeliveryDetail, 'state' | 'status' | 'outcome' | 'hottokInBody' | 'test' | 'warning'>
  /** null: it was removed; undefined: there is none. */
  readonly configuration: Pick<Configuration, 'state' | 'hottokInBody'> | null | undefined
  /** Whether it ever had a 2xx; undefined: not known yet. */
  readonly accepted: boolean | undefined
}

/** null: the token is not the reason, or there is nothing to do. */
export function bodyTokenAdvice({ delivery, configuration, accepted }: Case): BodyTokenAdvice | null {
  if (!configuration || !lacksToken(delivery)) return null
  const mayBeSent = configuration.state === 'active' || delivery.test
  if (configuration.hottokInBody) return mayBeSent ? 'again' : null
  if (!delivery.test && accepted === undefined) return null
  // A post of a sale refunded since is not sent as a trial.
  const isWorthTrying = (delivery.test || accepted === false) && mayBeSent && delivery.warning === null
  return isWorthTrying ? 'try' : 'switch'
}

function lacksToken({ state, hottokInBody, ...answer }: Case['delivery']): boolean {
  const isOpen = state === 'failed' || state === 'retrying' || state === 'held'
  return isOpen && isTokenRefusal(answer) && !hottokInBody
}
