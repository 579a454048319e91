import type { PurchaseEvent } from '../../../event.ts'
import type { JsonObject } from '../../../text/json.ts'
import { statusOfEvent } from '../../status.ts'
import type { ExampleFacts } from '../family.ts'
import { ana } from '../person.ts'
import { exampleSubscriber, monthlyPlan } from '../subscription/plans.ts'
import { usualKind } from './kind.ts'
import type { PaymentType } from './payment.ts'
import { type Charge, saleData } from './sale.ts'

/** A sale as it could have been when the event comes. Its buyer lives at example.com. */
export function purchaseExample(facts: ExampleFacts): JsonObject {
  const event = facts.event as PurchaseEvent
  const { orderedAgo, paidAfter, refusal, ...usual } = moments[event]
  const orderedAt = facts.now - orderedAgo
  const bought = (facts.kind ?? usualKind(event)) === 'subscription' ? subscribed(event, orderedAt) : single
  return saleData(
    {
      transaction: facts.transaction,
      product: facts.product,
      producer: facts.producer,
      buyer: ana,
      ...(facts.affiliate && { affiliate: facts.affiliate }),
      ...bought,
      paymentType: facts.paymentType ?? usual.paymentType,
      orderedAt,
      paidAt: paidAfter === null ? null : orderedAt + paidAfter,
      ...(refusal !== undefined && { refusal }),
    },
    statusOfEvent(event),
  )
}

const single = { price: 197, offer: 'n82b9jqz' }

/** The first charge; what falls overdue is a renewal. */
function subscribed(event: PurchaseEvent, orderedAt: number): { price: number; offer: string; charge: Charge } {
  const { price, offer, every } = monthlyPlan
  const charge = {
    subscriberCode: exampleSubscriber,
    plan: monthlyPlan,
    recurrence: event === 'PURCHASE_DELAYED' ? 2 : 1,
    nextChargeAt: orderedAt + every,
  }
  return { price, offer, charge }
}

const second = 1000
const day = 24 * 3_600 * second

interface Moment {
  readonly orderedAgo: number
  /** From the order to the approval; null: there is none. */
  readonly paidAfter: number | null
  readonly paymentType: PaymentType
  readonly refusal?: string
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
  },
}
