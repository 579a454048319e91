import type { PurchaseEvent } from '../../../event.ts'

/** A purchase is paid once, or it is a subscription, which is charged repeatedly. */
export const purchaseKinds = ['single', 'subscription'] as const
export type PurchaseKind = (typeof purchaseKinds)[number]

/** The default kind of an example: only charges of a subscription become overdue. */
export function usualKind(event: PurchaseEvent): PurchaseKind {
  return event === 'PURCHASE_DELAYED' ? 'subscription' : 'single'
}
