import type { EventName } from '@postback/sdk'

const takesBack: readonly EventName[] = ['PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK', 'PURCHASE_CANCELED']

/** Whether these events give buyers access and take it back, as the choice *Give access* does. */
export function grantsAccess(events: readonly EventName[]): boolean {
  return events.includes('PURCHASE_APPROVED') && takesBack.some((event) => events.includes(event))
}
