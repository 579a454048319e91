import type { LocalText } from '../local-text.ts'
import type { Presence } from '../parameter.ts'
import { naming, texts } from '../words/words.ts'

/** The presence column of the documentation: when a field is sent. */

const words = texts('presences', {
  toConfiguration: 'on every delivery to a configuration; on a test to another address only if asked for',
  onTests: 'on tests',
  hottokInBody:
    'the configuration asks for the token in the body; always in UPDATE_SUBSCRIPTION_CHARGE_DATE, as from Hotmart',
  oncePaid: 'once the purchase was paid; in an event of an unpaid one only if the platform reports it with that event',
  productHasOne: 'the product has one',
  ifReported: 'the platform reports it',
  reportedSince2025: 'the platform reports it; older sales lack it',
  inBundle: 'for a bundle of products',
  reported: 'the platform reports it; Hotmart always does',
  collected: 'the checkout asked for it',
  collectedInBrazil: 'the checkout asked for it; buyers in Brazil only',
  documentGiven: 'there is a document',
  underThisName: 'the platform reports it under this name; in Hotmart’s deliveries never',
  ofProducerInBrazil: 'the platform reports it; producers in Brazil only',
  converted: 'the commission was converted into another currency',
  paidByBoleto: 'paid by boleto',
  paidByPix: 'paid by PIX, in later events of the sale too',
  refused: 'the payment was refused and a reason is known',
  couponUsed: 'a coupon was used',
  anyTagUsed: 'the link of the sales page carried a tag',
  tagUsed: 'the link of the sales page carried this tag',
  paymentLinkTagged: 'the purchase came from a payment link with a tag',
  ofOrderBump: 'for an order bump',
  forSubscription: 'for a subscription',
  whileSubscribed: 'for a subscription that goes on',
  ticketsBought: 'tickets were bought',
  noLongerReported: 'the platform reports it; Hotmart no longer does',
  ofPhysicalProduct: 'the platform reports it; physical products',
  withPlan: 'for a subscription; sometimes missing there too',
  typed: 'the visitor typed it before leaving',
  inClassicTestOrReported: 'in classic test posts, or where the platform reports it',
  collectedSince2025: 'the checkout asked for it; since August 2025',
  inClassicTest: 'in classic test posts only',
  ofAffiliateSale: 'an affiliate brought the buyer',
  saleHasOne: 'the sale has one',
  paidByBoletoInForm: 'paid by boleto',
  forSubscriptionIfReported: 'for a subscription, if the platform reports subscription.plan.recurrency_period',
  collectedInForm: 'the checkout asked for it',
  ifReportedAs: 'the platform reports {}',
})

export const always: Presence = { kind: 'always' }

type Condition = Exclude<keyof typeof words, 'ifReportedAs'>

export const when = {
  ...(Object.fromEntries(Object.entries(words).map(([name, text]) => [name, inWords(text)])) as Record<
    Condition,
    Presence
  >),
  reported: usually(words.reported),
  reportedSince2025: usually(words.reportedSince2025),
  /** The platform is told once what Hotmart always sends: by the field of version 2.0.0. */
  reportedInVersionOne: inWords(words.reported),
} as const

/** @param path where the platform reports what only version 1.0.0 sends */
export function ifReportedAs(path: string): Presence {
  return inWords(naming(path, words.ifReportedAs))
}

function inWords(words: LocalText): Presence {
  return { kind: 'when', words }
}

function usually(words: LocalText): Presence {
  return { kind: 'when', words, usual: true }
}
