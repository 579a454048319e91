import { type AnyEvent, type EventOf, isKnownEvent } from '@postback/sdk'

/** The part of an event that this receiver uses. The inbox keeps the whole body. */
export type Fact = PurchaseFact | SubscriptionFact

interface Happened {
  /** The event's id: the same in every attempt and every replay. */
  readonly id: string
  /** When the event was made, in milliseconds. Events may arrive in a different order. */
  readonly at: number
}

/** A fact about one purchase. */
export interface PurchaseFact extends Happened {
  readonly kind: 'purchase'
  readonly event: PurchaseEvent['event']
  /** The order that gives access: the transaction, and for the second charge of a subscription `HP…/2`. */
  readonly order: string
  /** The subscriber code, if the purchase is a charge of a subscription. */
  readonly subscription: string | null
  readonly email: string
  readonly name: string
  readonly product: BoughtProduct
  /** The end of the period that the charge of a subscription pays, in milliseconds; null: bought without an end. */
  readonly paidUntil: number | null
  /** Only part of the money was refunded. */
  readonly partly: boolean
}

/** A fact about a subscription as a whole. */
export type SubscriptionFact = Happened & { readonly subscription: string } & (
    | { readonly kind: 'cancelled'; readonly paidUntil: number | null }
    | { readonly kind: 'switched'; readonly product: BoughtProduct }
    | { readonly kind: 'charge-moved'; readonly paidUntil: number }
  )

/** The course is chosen by these fields. */
export interface BoughtProduct {
  readonly id: number
  readonly name: string
  readonly offer: string | null
  readonly plan: string | null
}

/** Events that give or end access. */
export const eventsThatMatter = [
  'PURCHASE_APPROVED',
  'PURCHASE_COMPLETE',
  'PURCHASE_DELAYED',
  'PURCHASE_PROTEST',
  'PURCHASE_REFUNDED',
  'PURCHASE_CHARGEBACK',
  'PURCHASE_CANCELED',
  'PURCHASE_EXPIRED',
  'SUBSCRIPTION_CANCELLATION',
  'SWITCH_PLAN',
  'UPDATE_SUBSCRIPTION_CHARGE_DATE',
] as const

type Mattering = EventOf<(typeof eventsThatMatter)[number], '2.0.0'>
type PurchaseEvent = Extract<Mattering, { data: { purchase: object } }>

/** null for an event that neither gives nor ends access. */
export function factOf(event: AnyEvent): Fact | null {
  return matters(event) ? read(event) : null
}

function matters(event: AnyEvent): event is Mattering {
  const names: readonly string[] = eventsThatMatter
  return isKnownEvent(event) && event.version === '2.0.0' && names.includes(event.event)
}

function read(event: Mattering): Fact | null {
  const { id, creation_date: at } = event
  switch (event.event) {
    case 'SUBSCRIPTION_CANCELLATION': {
      const { subscriber, date_next_charge: paidUntil = null } = event.data
      return { kind: 'cancelled', id, at, subscription: subscriber.code, paidUntil }
    }
    case 'SWITCH_PLAN': {
      const { subscription, plans = [] } = event.data
      const plan = plans.find(({ current }) => current)
      if (!plan) return null
      const product = {
        id: subscription.product.id,
        name: subscription.product.name,
        offer: plan.offer?.key ?? null,
        plan: plan.name ?? null,
      }
      return { kind: 'switched', id, at, subscription: subscription.subscriber_code, product }
    }
    case 'UPDATE_SUBSCRIPTION_CHARGE_DATE': {
      const { subscriber, subscription } = event.data
      const paidUntil = subscription.date_next_charge
      return paidUntil === undefined ? null : { kind: 'charge-moved', id, at, subscription: subscriber.code, paidUntil }
    }
    default:
      return readPurchase(event)
  }
}

function readPurchase({ id, creation_date: at, event, data }: PurchaseEvent): PurchaseFact | null {
  const { buyer, product, purchase, subscription } = data
  const { transaction, recurrence_number: recurrence = 1 } = purchase
  // Affiliates get no buyer address, and without it there is no student to let in.
  if (!transaction || !buyer?.email) return null
  return {
    kind: 'purchase',
    id,
    at,
    event,
    order: recurrence > 1 ? `${transaction}/${recurrence}` : transaction,
    subscription: subscription?.subscriber?.code ?? null,
    email: sameAddress(buyer.email),
    name: buyer.name ?? '',
    product: {
      id: product.id,
      name: product.name,
      offer: purchase.offer?.code ?? null,
      plan: subscription?.plan?.name ?? null,
    },
    paidUntil: purchase.date_next_charge ?? null,
    // Hotmart's documentation lists this status; the format has no event for it.
    partly: (purchase.status as string) === 'PARTIALLY_REFUNDED',
  }
}

/** A person is the same however the address was typed. */
export function sameAddress(email: string): string {
  return email.trim().toLowerCase()
}
