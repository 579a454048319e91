import type { PurchaseEvent } from '../../../event.ts'

/** What is bought: something paid once, or a subscription, which is charged again and again. */
export const purchaseKinds = ['single', 'subscription'] as const
export type PurchaseKind = (typeof purchaseKinds)[number]

/** What an example is of when nothing is said: only charges of a subscription fall overdue. */
export function usualKind(event: PurchaseEvent): PurchaseKind {
  return event === 'PURCHASE_DELAYED' ? 'subscription' : 'single'
}
