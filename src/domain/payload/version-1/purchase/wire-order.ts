/**
 * The parameters of a form in the order in which they go over the wire: that of Hotmart's own test posts, of which a purchase
 * without a subscription lacks four. What no test post carries has the place that is said beside it.
 */
export const wireOrder: readonly string[] = [
  'callback_type',
  'hottok',
  'aff',
  'aff_name',
  // As receivers of affiliate sales list them: behind the affiliate.
  'cms_aff',
  'cms_aff_currency',
  'currency',
  'transaction',
  'xcod',
  // No order known: the other tag of the same link.
  'src',
  'payment_type',
  'payment_engine',
  'status',
  // No order known: why the status is what it is.
  'refusal_reason',
  'prod',
  'prod_name',
  // No order known: what opens the product.
  'hotkey',
  'producer_name',
  'producer_document',
  'producer_legal_nature',
  'transaction_ext',
  'purchase_date',
  'confirmation_purchase_date',
  'currency_code_from',
  'currency_code_from_',
  'original_offer_price',
  'productOfferPaymentMode',
  'warranty_date',
  // As receivers list it: behind the guarantee.
  'product_support_email',
  'receiver_type',
  // As receivers of affiliate sales list them: behind the receiver.
  'aff_cms_rate_currency',
  'aff_cms_rate_commission',
  'aff_cms_rate_conversion',
  'installments_number',
  // No order known: how it is paid.
  'billet_url',
  'billet_barcode',
  // As receivers list them: before the commissions; the parent has no known order and follows its flag.
  'funnel',
  'order_bump',
  'parent_purchase_transaction',
  'business_model',
  'cms_marketplace',
  'cms_vendor',
  'off',
  // No order known: it belongs to the offer.
  'coupon_code',
  'price',
  'full_price',
  // No order known: what the price is for.
  'amount',
  'subscriber_code',
  'signature_status',
  'subscription_status',
  'name_subscription_plan',
  // No order known: the rest of the subscription.
  'recurrency_period',
  'recurrency',
  'subscription_date_next_charge',
  'subscription_anticipation_purchase',
  'has_co_production',
  'email',
  'name',
  'first_name',
  'last_name',
  // As receivers list them: between the name and the telephone of the checkout.
  'doc',
  'doc_type',
  'phone_local_code',
  'phone_number',
  'address',
  'address_district',
  'address_number',
  'address_comp',
  'address_city',
  'address_state',
  'address_zip_code',
  'address_country',
  'address_country_ISO',
  'phone_checkout_local_code',
  'phone_checkout_number',
  'sck',
]
