import { paymentTypes } from '../../families/purchase/payment.ts'
import { format } from '../../rows/format.ts'
import * as limit from '../../rows/limits.ts'
import { when } from '../../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../../rows/row.ts'
import { acceptedStatuses, purchaseStatuses } from '../../status.ts'
import { naming } from '../../words/words.ts'
import { said } from '../said.ts'

export const saleParameters = dataFields(
  'purchase',
  field.object('purchase', 'The sale.', required),
  field.transaction('purchase.transaction', 'Code of the sale. All events of one sale carry the same.'),
  field.closedChoice(
    'purchase.status',
    'Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for DELAYED.',
    'APPROVED',
    { enum: purchaseStatuses, accepts: acceptedStatuses, ...required },
  ),
  field.wholeSeconds(
    'purchase.order_date',
    'When the order was placed, or the renewal fell due. A number, although Hotmart’s documentation calls it a text.',
    1_768_478_310_000,
    derived,
  ),
  field.wholeSeconds(
    'purchase.approved_date',
    'When the payment was confirmed. Hotmart’s own test posts carry it in every event; its real deliveries do not.',
    1_768_478_395_000,
    {
      presence: when.oncePaid,
      notCarriedInto: ['PURCHASE_CANCELED', 'PURCHASE_BILLET_PRINTED', 'PURCHASE_DELAYED', 'PURCHASE_EXPIRED'],
    },
  ),
  field.object('purchase.price', said.price),
  ...amountOf('price'),
  field.object('purchase.full_price', 'What the buyer pays in all, with fees and the interest of instalments.'),
  ...amountOf('full_price'),
  field.object('purchase.original_offer_price', said.original_offer_price),
  ...amountOf('original_offer_price'),
  field.object('purchase.payment', 'How the purchase is paid.'),
  field.choice(
    'purchase.payment.type',
    'Means of payment. BILLET is the boleto. In 2023 CASH_PAYMENT was sent as CASHPAYMENT: understand both.',
    'CREDIT_CARD',
    { enum: paymentTypes },
  ),
  field.wholeNumber(
    'purchase.payment.installments_number',
    'In how many instalments the purchase is paid. It says something for BRL, MXN and COP only.',
    1,
    { limit: { minimum: 0, maximum: 999 } },
  ),
  // How it was paid decides, not the event: a sale paid by PIX keeps its code in every later event.
  ...sharing(
    { presence: when.paidByBoleto, affiliate: 'with-buyer-data' },
    field.url(
      'purchase.payment.billet_url',
      'Where the boleto can be seen and printed.',
      'https://boleto.example.com/bHP16015479281022',
    ),
    field.text(
      'purchase.payment.billet_barcode',
      'Bar code of the boleto, to be typed or copied into a banking app.',
      '00000000000000000000000000000000000000000019700',
      { limit: { maxLength: 60 }, format: format.barcode },
    ),
  ),
  ...sharing(
    { presence: when.paidByPix, affiliate: 'with-buyer-data' },
    field.text(
      'purchase.payment.pix_code',
      'PIX code, to be copied into a banking app.',
      '00020126330014br.gov.bcb.pix0111000000000005204000053039865406197.005802BR6304ABCD',
      { limit: { maxLength: 512 }, format: format.emvCode },
    ),
    field.wholeSeconds(
      'purchase.payment.pix_expiration_date',
      'Until when the PIX code can be paid: 48 hours after the order.',
      1_768_651_110_000,
    ),
    field.url(
      'purchase.payment.pix_qrcode',
      'Page with the PIX code as a picture, on the host of the payment processor.',
      'https://pix.example.com/qr/HP16015479281022',
    ),
  ),
  field.text(
    'purchase.payment.refusal_reason',
    'Why the payment was refused, in words for people. They change: do not compare them.',
    'Transaction refused by the card issuer',
    {
      limit: { maxLength: 1000 },
      format: format.anyLanguage,
      presence: when.refused,
      affiliate: 'with-buyer-data',
      only: ['PURCHASE_CANCELED', 'PURCHASE_DELAYED'],
    },
  ),
  field.object('purchase.offer', 'The offer of the product that was bought.'),
  field.code('purchase.offer.code', said['offer.code'], 'n82b9jqz', { format: format.offerCode }),
  field.text('purchase.offer.coupon_code', 'Coupon that lowered the price.', 'WELCOME10', {
    limit: { maxLength: 100 },
    presence: when.couponUsed,
  }),
  field.open(
    'purchase.offer.metadata',
    'Further data of the offer, handed on as reported: its structure is not published. Not sent to affiliates, as it can hold anything.',
    { presence: when.ifReported, affiliate: 'no', since: '2026-07-23' },
  ),
  field.object(
    'purchase.origin',
    'Where the buyer came from: the tags of the link. Only tags that were used are there.',
    {
      presence: when.anyTagUsed,
      since: '2024-04-25',
    },
  ),
  ...sharing(
    { presence: when.tagUsed, since: '2024-04-25' },
    field.tag('purchase.origin.src', 'Tag of the sales page.', 'instagram'),
    field.tag(
      'purchase.origin.sck',
      'Tag of the checkout. In practice an order bump shares it with the purchase that it was added to.',
      'spring-campaign',
    ),
    field.tag('purchase.origin.xcod', 'Tag for any use.', 'abc'),
  ),
  field.tag(
    'purchase.sckPaymentLink',
    'Tag of a payment link. Hotmart sends it but does not document it; mind the capitals in the name.',
    'newsletter',
    { presence: when.paymentLinkTagged },
  ),
  field.object('purchase.checkout_country', 'Country chosen at the checkout.'),
  field.place(
    'purchase.checkout_country.name',
    'Name of the country. It varies with the language: decide by iso.',
    'Brasil',
    { format: format.checkoutLanguage },
  ),
  field.country('purchase.checkout_country.iso', said['country.iso']),
  field.object('purchase.order_bump', 'Whether the product was added to another purchase at its checkout.'),
  field.flag(
    'purchase.order_bump.is_order_bump',
    'Whether it was added. Hotmart has been seen to send false for products that were: if a parent is named, trust the parent.',
    false,
  ),
  field.transaction(
    'purchase.order_bump.parent_purchase_transaction',
    'Transaction of the purchase that it was added to.',
    {
      example: 'HP02316330308193',
      presence: when.ofOrderBump,
    },
  ),
  field.wholeNumber('purchase.recurrence_number', said.recurrence_number, 1, {
    limit: limit.charges,
    presence: when.forSubscription,
  }),
  field.flag('purchase.subscription_anticipation_purchase', 'Whether a renewal was paid ahead of time.', false, {
    presence: when.reportedSince2025,
    since: '2025',
  }),
  field.wholeSeconds('purchase.date_next_charge', 'When the subscription will be charged next.', 1_771_070_310_000, {
    presence: when.whileSubscribed,
  }),
  field.choice(
    'purchase.invoice_by',
    'Who issues the invoice: the marketplace (HOTMART) or the producer (SELLER).',
    'SELLER',
    { enum: ['HOTMART', 'SELLER'], presence: when.reportedSince2025, since: '2025' },
  ),
  field.flag('purchase.is_funnel', said.is_funnel, false, { presence: when.reportedSince2025, since: '2025' }),
  field.choice('purchase.business_model', 'Tax model of the sale.', 'I', {
    enum: ['I', 'R', 'A'],
    format: format.oneCapital,
    presence: when.reportedSince2025,
    since: '2025',
  }),
  field.object('purchase.event_tickets', 'Tickets for an event.', { presence: when.ticketsBought }),
  field.wholeNumber(
    'purchase.event_tickets.amount',
    'How many tickets were bought. Hotmart’s own test posts carry the time in milliseconds here, by mistake.',
    2,
    { presence: when.ticketsBought },
  ),
  field.text(
    'purchase.buyer_ip',
    'Network address of the buyer. Hotmart sent it in 2022 and 2023 and stopped: do not rely on it.',
    '203.0.113.7',
    {
      limit: { maxLength: 45 },
      format: format.ipAddress,
      presence: when.noLongerReported,
      affiliate: 'with-buyer-data',
      since: '2022',
    },
  ),
  field.open(
    'purchase.variants',
    'Variants of a physical product, handed on as reported: the structure is not published. Not sent to affiliates, as it can hold anything.',
    { presence: when.ofPhysicalProduct, affiliate: 'no', since: '2026-03-09' },
  ),
  field.open(
    'purchase.shipping',
    'How a physical product is shipped, handed on as reported: the structure is not published. Not sent to affiliates, as it can hold anything.',
    { presence: when.ofPhysicalProduct, affiliate: 'no', since: '2026-03-20' },
  ),
)

function amountOf(key: string) {
  const path = `purchase.${key}`
  return [
    field.money(`${path}.value`, naming(key, said['amount.value']), 197),
    field.currency(`${path}.currency_value`, naming(key, said['amount.currency_value'])),
  ]
}
