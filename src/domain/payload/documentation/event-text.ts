import { type EventName, eventNames } from '../../event.ts'
import type { LocalText } from '../local-text.ts'
import { texts } from '../words/words.ts'

interface EventText {
  readonly title: LocalText
  /** When the event comes, and what to do about it. */
  readonly meaning: LocalText
}

/** Titles are those by which producers know the events from Hotmart's help pages. */
const titles = texts('eventTitles', {
  PURCHASE_CANCELED: 'Canceled purchase',
  PURCHASE_APPROVED: 'Approved purchase',
  PURCHASE_PROTEST: 'Refund claimed',
  PURCHASE_REFUNDED: 'Refunded',
  PURCHASE_CHARGEBACK: 'Chargeback',
  PURCHASE_EXPIRED: 'Purchase expired',
  PURCHASE_DELAYED: 'Delayed',
  PURCHASE_COMPLETE: 'Complete purchase',
  PURCHASE_BILLET_PRINTED: 'Waiting for payment (slip or PIX issued)',
  PURCHASE_OUT_OF_SHOPPING_CART: 'Cart abandonment',
  SUBSCRIPTION_CANCELLATION: 'Subscription cancellation',
  SWITCH_PLAN: 'Plan change',
  UPDATE_SUBSCRIPTION_CHARGE_DATE: 'Charge date change',
  CLUB_FIRST_ACCESS: 'First access',
  CLUB_MODULE_COMPLETED: 'Module completed',
  ORDER_FULFILLMENT: 'Order fulfillment',
})

const meanings = texts('eventMeanings', {
  PURCHASE_CANCELED:
    'The payment failed or was refused before it was ever approved. Nothing was paid; the buyer may want help to try again.',
  PURCHASE_APPROVED:
    'The payment is confirmed: give access. It comes again for every paid renewal of a subscription, with a higher recurrence_number and the same subscriber code.',
  PURCHASE_PROTEST:
    'The buyer asks for the money back, which is not decided yet. The status of the sale is called DISPUTE.',
  PURCHASE_REFUNDED: 'The buyer has got the money back: take access away. A partial refund makes no event.',
  PURCHASE_CHARGEBACK: 'The bank took the money back at the request of the card holder: take access away.',
  PURCHASE_EXPIRED: 'The slip or PIX code was not paid in time. Nothing was paid; a new one has to be issued.',
  PURCHASE_DELAYED: 'A charge of a subscription is overdue. It comes again at every further attempt that fails.',
  PURCHASE_COMPLETE:
    'The time in which the buyer could ask for the money back has ended. The status of the sale is called COMPLETED.',
  PURCHASE_BILLET_PRINTED:
    'A boleto, PIX code or cash voucher was issued and is not paid yet: remind the buyer. An affiliate gets this event only if the producer lets affiliates see the data of buyers.',
  PURCHASE_OUT_OF_SHOPPING_CART:
    'Somebody typed data into the checkout and left without buying. Nothing was bought, so there is no purchase in it; the same person may still buy later.',
  SUBSCRIPTION_CANCELLATION:
    'A subscription was cancelled and will not be charged again. What was paid for lasts until date_next_charge.',
  SWITCH_PLAN: 'A subscriber changed to another plan. The one that is now in force is marked as current.',
  UPDATE_SUBSCRIPTION_CHARGE_DATE: 'The day of the month on which a subscription is charged was changed.',
  CLUB_FIRST_ACCESS: 'A student entered the members area for the first time.',
  CLUB_MODULE_COMPLETED: 'A student finished a module in the members area.',
  ORDER_FULFILLMENT:
    'A physical product was sent. The structure of its data is not published: what the platform reports is passed on as it is.',
})

export const eventTexts = Object.fromEntries(
  eventNames.map((event): [EventName, EventText] => [event, { title: titles[event], meaning: meanings[event] }]),
) as Readonly<Record<EventName, EventText>>
