import type { Delivery } from '@postback/sdk'

/** Whether something will happen to it within moments. */
export function isOnItsWay({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'queued' || state === 'sending'
}
