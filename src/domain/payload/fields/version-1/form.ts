import { format } from '../../rows/format.ts'
import { always, ifReportedAs, when } from '../../rows/presence.ts'
import { sharing } from '../../rows/row.ts'
import { purchaseStatuses } from '../../status.ts'
import { type FormRowTraits, form, formFields, type TextOrigin } from '../../version-1/form-parameter.ts'
import {
  asProductNumber,
  namesIn,
  ofSubscription,
  ownShare,
  paymentEngine,
  paymentTypeNames,
  receiverTypes,
  signatureStatusNames,
  subscriptionStatusNames,
} from '../../version-1/form-values.ts'
import { localNumber } from '../../version-1/local-number.ts'
import { sameAs } from '../../version-1/same-field.ts'
import {
  asCount,
  asDecimal,
  asLowerCase,
  asMomentOfText,
  asOneOf,
  inSmallLetters,
  inSmallWords,
} from '../../version-1/write.ts'
import { purchaseParameters } from '../purchase/parameters.ts'
import { said } from '../said.ts'
import { purchaseInputs } from './inputs.ts'

const { same, told } = sameAs<TextOrigin, FormRowTraits>([...purchaseParameters, ...purchaseInputs])

/**
 * The form of the nine purchase events in version 1.0.0, in the order in which its parameters go over the wire: that of Hotmart's own
 * test posts, of which a purchase without a subscription lacks four. What no test post carries has the place that is said above it.
 */
export const purchaseFormParameters = formFields(
  'form',
  form.closedChoice(
    'callback_type',
    'What kind of notification this is: 1 is a purchase. The 2 of older texts, a cancelled subscription, comes as JSON without this parameter.',
    '1',
    { enum: ['1'], format: format.oneDigit, presence: always, says: () => '1' },
  ),
  // Spliced in at sending, and never stored: here it only has its place.
  form.hottok('hottok', said.hottok, { presence: always, says: () => undefined }),
  told(
    'aff',
    'data.affiliates[].affiliate_code',
    'Code of the affiliate who brought the buyer; empty if there is none. An affiliate sees only the own code.',
    { presence: always, evenEmpty: true },
  ),
  ...sharing(
    { presence: when.ofAffiliateSale },
    told('aff_name', 'data.affiliates[].name', 'Name of that affiliate.'),
    // As receivers of affiliate sales list them: behind the affiliate.
    form.decimal('cms_aff', 'What the affiliate earns.', '59.10', { from: 'data.commissions[AFFILIATE].value' }),
    told('cms_aff_currency', 'data.commissions[AFFILIATE].currency_value', 'Currency of cms_aff.'),
  ),
  told('currency', 'data.commissions[].currency_value', 'Currency of the commissions.'),
  told(
    'transaction',
    'data.purchase.transaction',
    'Code of the sale. All posts of one sale carry the same: with status it tells which news this is, as this version has no id of the event in its body.',
  ),
  form.tag('xcod', 'Tag for any use, from the link of the sales page; empty if it had none.', 'abc', {
    format: format.textMaybeEmpty,
    presence: always,
    from: 'data.purchase.origin.xcod',
    evenEmpty: true,
  }),
  // No order known: the other tag of the same link.
  told('src', 'data.purchase.origin.src', 'Tag of the sales page.', { presence: when.saleHasOne }),
  form.choice(
    'payment_type',
    'Means of payment. billet is the boleto. Of the names that older texts list, debit_card, moip_balance and bcash_balance are gone.',
    'credit_card',
    {
      enum: namesIn(paymentTypeNames),
      format: format.lowerSnakeCase,
      from: 'data.purchase.payment.type',
      write: asOneOf(paymentTypeNames, inSmallLetters),
    },
  ),
  form.closedChoice(
    'payment_engine',
    'Who handled the payment. Of the names that older texts list, bcash, monthly and moip are gone.',
    'hotmart',
    {
      enum: ['hotmart', 'paypal'],
      format: format.lowerSnakeCase,
      from: 'data.purchase.payment.type',
      write: paymentEngine,
    },
  ),
  form.closedChoice(
    'status',
    'Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which are not sent.',
    'approved',
    {
      enum: purchaseStatuses.map((status) => status.toLowerCase()),
      format: format.lowerSnakeCase,
      presence: always,
      from: 'data.purchase.status',
      write: asLowerCase,
    },
  ),
  // No order known: why the status is what it is.
  same('refusal_reason', 'data.purchase.payment.refusal_reason', { presence: when.saleHasOne }),
  form.digits('prod', 'Number of the product. The product 0 of Hotmart’s own test posts is written 00000.', '1234567', {
    presence: always,
    from: 'data.product.id',
    write: asProductNumber,
  }),
  told('prod_name', 'data.product.name', said['product.name']),
  // No order known: what opens the product.
  told(
    'hotkey',
    'data.purchase.hotkey',
    'Key that opens an external members area, or serial number of the product. It is the buyer’s, so an affiliate gets it only with the buyer’s data.',
  ),
  same('producer_name', 'data.producer.name'),
  form.digits('producer_document', 'Tax number of the producer. A text: it can begin with zeros.', '00000000000000', {
    limit: { maxLength: 32 },
    presence: when.saleHasOne,
    affiliate: 'no',
    from: 'data.producer.document',
  }),
  same('producer_legal_nature', 'data.producer.legal_nature', { presence: when.saleHasOne }),
  told(
    'transaction_ext',
    'data.purchase.transaction',
    'Reference of the sale for other systems: the same as transaction.',
  ),
  form.moment('purchase_date', 'When the order was placed, or the renewal fell due.', '2026-01-15T11:58:30Z', {
    presence: always,
    from: 'data.purchase.order_date',
  }),
  form.moment('confirmation_purchase_date', 'When the payment was confirmed.', '2026-01-15T11:59:55Z', {
    presence: when.saleHasOne,
    except: ['PURCHASE_CANCELED', 'PURCHASE_BILLET_PRINTED', 'PURCHASE_DELAYED', 'PURCHASE_EXPIRED'],
    from: 'data.purchase.approved_date',
  }),
  told('currency_code_from', 'data.purchase.original_offer_price.currency_value', 'Currency of original_offer_price.'),
  told(
    'currency_code_from_',
    'data.purchase.original_offer_price.currency_value',
    'The same as currency_code_from, once more. Hotmart really sends both, this one with an underscore at its end.',
  ),
  form.decimal('original_offer_price', said.original_offer_price, '197.00', {
    from: 'data.purchase.original_offer_price.value',
  }),
  form.choice(
    'productOfferPaymentMode',
    'How the offer is paid: one payment (pagamento_unico), several (multiplos_pagamentos), at once (pagamento_vista).',
    'pagamento_unico',
    {
      enum: ['pagamento_unico', 'multiplos_pagamentos', 'pagamento_vista'],
      format: format.paymentMode,
      presence: ifReportedAs('purchase.offer.payment_mode'),
      from: 'data.purchase.offer.payment_mode',
    },
  ),
  form.moment('warranty_date', 'Until when the buyer can ask for the money back.', '2026-01-22T00:00:00Z', {
    presence: when.saleHasOne,
    except: ['PURCHASE_CANCELED', 'PURCHASE_BILLET_PRINTED', 'PURCHASE_DELAYED'],
    from: 'data.product.warranty_date',
    write: asMomentOfText,
  }),
  // As receivers list it: behind the guarantee.
  same('product_support_email', 'data.product.support_email', { presence: when.saleHasOne }),
  form.closedChoice(
    'receiver_type',
    'In what role your account gets this post: SELLER as the producer, COPRODUCER as a co-producer, AFFILIATE as an affiliate. It is how posts for affiliates are recognised.',
    'SELLER',
    {
      enum: ['SELLER', 'COPRODUCER', 'AFFILIATE'],
      format: format.capitals,
      presence: always,
      says: ({ reader }) => receiverTypes[reader.kind],
    },
  ),
  ...sharing(
    { presence: when.ofAffiliateSale },
    // As receivers of affiliate sales list them: behind the receiver.
    told(
      'aff_cms_rate_currency',
      'data.commissions[AFFILIATE].currency_conversion.converted_to_currency',
      'Currency into which the commission of the affiliate was converted.',
    ),
    form.decimal('aff_cms_rate_commission', 'Commission of the affiliate after the conversion.', '319.14', {
      from: 'data.commissions[AFFILIATE].currency_conversion.converted_value',
    }),
    form.text('aff_cms_rate_conversion', 'Rate by which the commission of the affiliate was multiplied.', '5.4', {
      limit: { maxLength: 32 },
      format: format.fullDecimal,
      from: 'data.commissions[AFFILIATE].currency_conversion.conversion_rate',
      write: asDecimal,
    }),
  ),
  form.digits('installments_number', 'In how many instalments the purchase is paid.', '1', {
    limit: { maxLength: 3 },
    from: 'data.purchase.payment.installments_number',
    write: asCount,
  }),
  // No order known: how it is paid.
  told(
    'billet_url',
    'data.purchase.payment.billet_url',
    'Where the boleto can be seen and printed. The notification meant for affiliates carries it.',
    { presence: when.paidByBoletoInForm },
  ),
  form.text(
    'billet_barcode',
    'Bar code of the boleto, to be typed or copied into a banking app.',
    '00000000000000000000000000000000000000000019700',
    {
      limit: { maxLength: 60 },
      format: format.barcodeInForm,
      presence: when.paidByBoletoInForm,
      affiliate: 'with-buyer-data',
      from: 'data.purchase.payment.billet_barcode',
    },
  ),
  // As receivers list them: before the commissions; the parent has no known order and follows its flag.
  form.trueOrFalse('funnel', said.is_funnel, 'false', { presence: when.saleHasOne, from: 'data.purchase.is_funnel' }),
  form.trueOrFalse('order_bump', 'Whether the product was added to another purchase at its checkout.', 'false', {
    from: 'data.purchase.order_bump.is_order_bump',
  }),
  told(
    'parent_purchase_transaction',
    'data.purchase.order_bump.parent_purchase_transaction',
    'Transaction of the purchase that an order bump was added to.',
    { presence: when.saleHasOne },
  ),
  same('business_model', 'data.purchase.business_model', { presence: when.saleHasOne }),
  form.decimal('cms_marketplace', 'Fee of the marketplace.', '20.50', { from: 'data.commissions[MARKETPLACE].value' }),
  form.decimal(
    'cms_vendor',
    'What you earn: as the producer your share, as a co-producer yours. Left out where several co-producers share a sale, as their shares are not told apart.',
    '117.40',
    {
      affiliate: 'no',
      from: ['data.commissions[PRODUCER].value', 'data.commissions[COPRODUCER].value'],
      write: ownShare,
    },
  ),
  form.code('off', 'Code of the offer that was bought.', 'n82b9jqz', {
    format: format.offerCodeInForm,
    from: 'data.purchase.offer.code',
  }),
  // No order known: it belongs to the offer.
  told('coupon_code', 'data.purchase.offer.coupon_code', 'Coupon that lowered the price.', {
    presence: when.saleHasOne,
  }),
  form.decimal('price', said.price, '197.00', { from: 'data.purchase.price.value' }),
  form.decimal('full_price', 'What the buyer pays in all, with fees and the interest of instalments.', '197.00', {
    from: 'data.purchase.full_price.value',
  }),
  // No order known: what the price is for.
  form.digits('amount', 'How many tickets for an event were bought.', '2', {
    presence: when.saleHasOne,
    from: 'data.purchase.event_tickets.amount',
  }),
  ...sharing(
    { presence: when.forSubscription },
    form.subscriberCode(
      'subscriber_code',
      'Identifies the subscription: the same over all renewals, one for each buyer and product.',
      { from: 'data.subscription.subscriber.code' },
    ),
    form.choice(
      'signature_status',
      'Status of the subscription in its older wording. Hotmart’s documentation writes a capital (Active, Canceled by client), its posts do not: compare it without regard to capitals.',
      'active',
      {
        enum: namesIn(signatureStatusNames),
        format: format.smallWords,
        from: 'data.subscription.status',
        write: asOneOf(signatureStatusNames, inSmallWords),
      },
    ),
    form.choice(
      'subscription_status',
      'Status of the subscription when the event came. past_due is a late charge; who cancelled is told by signature_status.',
      'active',
      {
        enum: namesIn(subscriptionStatusNames),
        format: format.lowerSnakeCase,
        from: 'data.subscription.status',
        write: asOneOf(subscriptionStatusNames, inSmallLetters),
      },
    ),
    same('name_subscription_plan', 'data.subscription.plan.name'),
    // No order known: the rest of the subscription.
    form.text(
      'recurrency_period',
      'Days between two charges of the subscription. Hotmart knows 7, 30, 60, 90, 180 and 360.',
      '30',
      {
        limit: { maxLength: 4 },
        format: format.daysInDigits,
        presence: when.forSubscriptionIfReported,
        from: 'data.subscription.plan.recurrency_period',
      },
    ),
    form.digits('recurrency', said.recurrence_number, '1', {
      limit: { maxLength: 5 },
      from: 'data.purchase.recurrence_number',
      write: asCount,
    }),
    form.moment(
      'subscription_date_next_charge',
      'When the subscription will be charged next.',
      '2026-02-14T11:58:30Z',
      {
        from: 'data.purchase.date_next_charge',
      },
    ),
    form.trueOrFalse('subscription_anticipation_purchase', 'Whether a renewal was paid ahead of time.', 'false', {
      from: 'data.purchase.subscription_anticipation_purchase',
      write: ofSubscription,
    }),
  ),
  form.trueOrFalse('has_co_production', said['product.has_co_production'], 'false', {
    presence: always,
    from: 'data.product.has_co_production',
  }),
  ...sharing(
    { affiliate: 'with-buyer-data', presence: when.collectedInForm },
    told('email', 'data.buyer.email', 'E-mail address of the buyer, as typed: compare it without regard to capitals.'),
    same('name', 'data.buyer.name', { presence: when.reportedInVersionOne }),
    told('first_name', 'data.buyer.first_name', 'First name of the buyer.', { presence: when.reportedInVersionOne }),
    same('last_name', 'data.buyer.last_name', { presence: when.reportedInVersionOne }),
    // As receivers list them: between the name and the telephone of the checkout.
    told('doc', 'data.buyer.document', 'Tax or identity number of the buyer. A text: it can begin with zeros.'),
    told(
      'doc_type',
      'data.buyer.document_type',
      'What kind of number doc is: CPF and CNPJ in Brazil, DNI and CIF in Spain, DOCUMENT for any other.',
    ),
    same('phone_local_code', 'data.buyer.phone_code'),
    same('phone_number', 'data.buyer.phone'),
    form.text('address', 'Street.', 'Avenida Paulista', {
      from: ['data.buyer.address.address', 'data.buyer.address.street'],
    }),
    told('address_district', 'data.buyer.address.neighborhood', 'District of the city.'),
    told('address_number', 'data.buyer.address.number', 'House number. A text: it can hold letters.'),
    told('address_comp', 'data.buyer.address.complement', 'Flat, floor or how to find the house.'),
    same('address_city', 'data.buyer.address.city'),
    same('address_state', 'data.buyer.address.state'),
    same('address_zip_code', 'data.buyer.address.zipcode'),
    told(
      'address_country',
      'data.buyer.address.country',
      'Name of the country. It varies with the language: decide by address_country_ISO.',
    ),
    told(
      'address_country_ISO',
      'data.buyer.address.country_iso',
      'Code of the country. Mind the capitals in the name of the parameter.',
    ),
    told(
      'phone_checkout_local_code',
      'data.buyer.checkout_phone_code',
      'Area code of the telephone number typed at the checkout; buyers in Brazil only.',
    ),
    form.phone('phone_checkout_number', 'Telephone number typed at the checkout, without the area code.', '999990000', {
      from: 'data.buyer.checkout_phone',
      write: (number, { data }) => localNumber(number, data),
    }),
  ),
  form.tag(
    'sck',
    'Tag of the checkout; empty if it had none. Older texts promise at most 6 characters, Hotmart today 30: longer ones come as they were reported.',
    'spring-campaign',
    { format: format.textMaybeEmpty, presence: always, from: 'data.purchase.origin.sck', evenEmpty: true },
  ),
)
