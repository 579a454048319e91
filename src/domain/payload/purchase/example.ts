import type { PurchaseEvent } from '../../event.ts'
import type { JsonObject } from '../../json.ts'
import type { ExampleFacts } from '../family.ts'
import { ana } from '../person.ts'
import { statusOfEvent } from '../status.ts'
import { exampleSubscriber, monthlyPlan } from '../subscription/plans.ts'
import type { PaymentType } from './payment.ts'
import { saleData } from './sale.ts'

/** A sale as it could have been when the event comes. Its buyer lives at example.com. */
export function purchaseExample(facts: ExampleFacts): JsonObject {
  const event = facts.event as PurchaseEvent
  const { orderedAgo, paidAfter, refusal, subscription, ...usual } = moments[event]
  const orderedAt = facts.now - orderedAgo
  return saleData(
    {
      transaction: facts.transaction,
      product: facts.product,
      producer: facts.producer,
      buyer: ana,
      ...(facts.affiliate && { affiliate: facts.affiliate }),
      price: 197,
      offer: 'n82b9jqz',
      paymentType: facts.paymentType ?? usual.paymentType,
      orderedAt,
      paidAt: paidAfter === null ? null : orderedAt + paidAfter,
      ...(refusal !== undefined && { refusal }),
      ...(subscription && {
        charge: {
          subscriberCode: exampleSubscriber,
          plan: monthlyPlan,
          recurrence: 2,
          nextChargeAt: orderedAt + monthlyPlan.every,
        },
      }),
    },
    statusOfEvent(event),
  )
}

const second = 1000
const day = 24 * 3_600 * second

interface Moment {
  readonly orderedAgo: number
  /** From the order to the approval; null: there is none. */
  readonly paidAfter: number | null
  readonly paymentType: PaymentType
  readonly refusal?: string
  readonly subscription?: boolean
}

const paid = { paidAfter: 85 * second, paymentType: 'CREDIT_CARD' } as const

/** How long ago the sale began when each event comes; the guarantee is 7 days. */
const moments: Readonly<Record<PurchaseEvent, Moment>> = {
  PURCHASE_APPROVED: { ...paid, orderedAgo: 90 * second },
  PURCHASE_COMPLETE: { ...paid, orderedAgo: 8 * day },
  PURCHASE_PROTEST: { ...paid, orderedAgo: 3 * day },
  PURCHASE_REFUNDED: { ...paid, orderedAgo: 4 * day },
  PURCHASE_CHARGEBACK: { ...paid, orderedAgo: 20 * day },
  PURCHASE_CANCELED: {
    paidAfter: null,
    orderedAgo: 8 * second,
    paymentType: 'CREDIT_CARD',
    refusal: 'Transaction refused by the card issuer',
  },
  PURCHASE_BILLET_PRINTED: { paidAfter: null, orderedAgo: 6 * second, paymentType: 'BILLET' },
  PURCHASE_EXPIRED: { paidAfter: null, orderedAgo: 6 * day, paymentType: 'BILLET' },
  PURCHASE_DELAYED: {
    paidAfter: null,
    orderedAgo: 100 * second,
    paymentType: 'CREDIT_CARD',
    refusal: 'Insufficient funds',
    subscription: true,
  },
}
