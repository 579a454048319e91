import type { EventName } from '../event.ts'
import type { LocalText } from './local-text.ts'

interface EventText {
  readonly title: LocalText
  /** When the event comes, and what to do about it. */
  readonly meaning: LocalText
}

/** Titles are those by which producers know the events from Hotmart's help pages. */
export const eventTexts: Readonly<Record<EventName, EventText>> = {
  PURCHASE_CANCELED: {
    title: { en: 'Canceled purchase' },
    meaning: {
      en: 'The payment failed or was refused before it was ever approved. Nothing was paid; the buyer may want help to try again.',
    },
  },
  PURCHASE_APPROVED: {
    title: { en: 'Approved purchase' },
    meaning: {
      en: 'The payment is confirmed: give access. It comes again for every paid renewal of a subscription, with a higher recurrence_number and the same subscriber code.',
    },
  },
  PURCHASE_PROTEST: {
    title: { en: 'Refund claimed' },
    meaning: {
      en: 'The buyer asks for the money back, which is not decided yet. The status of the sale is called DISPUTE.',
    },
  },
  PURCHASE_REFUNDED: {
    title: { en: 'Refunded' },
    meaning: { en: 'The buyer has got the money back: take access away. A partial refund makes no event.' },
  },
  PURCHASE_CHARGEBACK: {
    title: { en: 'Chargeback' },
    meaning: { en: 'The bank took the money back at the request of the card holder: take access away.' },
  },
  PURCHASE_EXPIRED: {
    title: { en: 'Purchase expired' },
    meaning: { en: 'The slip or PIX code was not paid in time. Nothing was paid; a new one has to be issued.' },
  },
  PURCHASE_DELAYED: {
    title: { en: 'Delayed' },
    meaning: { en: 'A charge of a subscription is overdue. It comes again at every further attempt that fails.' },
  },
  PURCHASE_COMPLETE: {
    title: { en: 'Complete purchase' },
    meaning: {
      en: 'The time in which the buyer could ask for the money back has ended. The status of the sale is called COMPLETED.',
    },
  },
  PURCHASE_BILLET_PRINTED: {
    title: { en: 'Waiting for payment (slip or PIX issued)' },
    meaning: {
      en: 'A boleto, PIX code or cash voucher was issued and is not paid yet: remind the buyer. An affiliate gets this event only if the producer lets affiliates see the data of buyers.',
    },
  },
}
