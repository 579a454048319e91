/**
 * States of a subscription as the events about it spell them: CANCELED with one L, and VENDOR. Purchases spell the same states
 * CANCELLED and SELLER.
 */
export const subscriptionStatuses = [
  'ACTIVE',
  'INACTIVE',
  'CANCELED_BY_CUSTOMER',
  'CANCELED_BY_VENDOR',
  'CANCELED_BY_ADMIN',
  'OVERDUE',
  'STARTED',
  'EXPIRED',
] as const

const otherSpellings: Readonly<Record<string, string>> = {
  CANCELLED_BY_CUSTOMER: 'CANCELED_BY_CUSTOMER',
  CANCELLED_BY_SELLER: 'CANCELED_BY_VENDOR',
  CANCELLED_BY_ADMIN: 'CANCELED_BY_ADMIN',
  DELAYED: 'OVERDUE',
}

export function subscriptionStatusAsSent(status: string): string {
  return otherSpellings[status] ?? status
}
