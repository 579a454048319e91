import type { EventName } from '@postback/sdk'

/** The seven of the help article, in its order. */
export const articleEvents = [
  'PURCHASE_CANCELED',
  'PURCHASE_APPROVED',
  'PURCHASE_PROTEST',
  'PURCHASE_REFUNDED',
  'PURCHASE_CHARGEBACK',
  'PURCHASE_EXPIRED',
  'PURCHASE_DELAYED',
] as const satisfies readonly EventName[]
