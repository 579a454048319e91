// Made from the dictionary of payloads by `npm run generate -w sdk`; a test says when it is out of date.

/**
 * Canceled purchase, version 2.0.0. The payment failed or was refused before it was ever approved. Nothing was paid;
 * the buyer may want help to try again.
 */
export interface PurchaseCanceled {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_CANCELED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseCanceled
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Approved purchase, version 2.0.0. The payment is confirmed: give access. It comes again for every paid renewal of a
 * subscription, with a higher recurrence_number and the same subscriber code.
 */
export interface PurchaseApproved {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_APPROVED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseApproved
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Refund claimed, version 2.0.0. The buyer asks for the money back, which is not decided yet. The status of the sale is
 * called DISPUTE.
 */
export interface PurchaseProtest {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_PROTEST'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseProtest
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/** Refunded, version 2.0.0. The buyer has got the money back: take access away. A partial refund makes no event. */
export interface PurchaseRefunded {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_REFUNDED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseRefunded
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/** Chargeback, version 2.0.0. The bank took the money back at the request of the card holder: take access away. */
export interface PurchaseChargeback {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_CHARGEBACK'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseChargeback
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Purchase expired, version 2.0.0. The slip or PIX code was not paid in time. Nothing was paid; a new one has to be
 * issued.
 */
export interface PurchaseExpired {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_EXPIRED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseExpired
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Delayed, version 2.0.0. A charge of a subscription is overdue. It comes again at every further attempt that fails.
 */
export interface PurchaseDelayed {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_DELAYED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseDelayed
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Complete purchase, version 2.0.0. The time in which the buyer could ask for the money back has ended. The status of
 * the sale is called COMPLETED.
 */
export interface PurchaseComplete {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_COMPLETE'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseComplete
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Waiting for payment (slip or PIX issued), version 2.0.0. A boleto, PIX code or cash voucher was issued and is not
 * paid yet: remind the buyer. An affiliate gets this event only if the producer lets affiliates see the data of buyers.
 */
export interface PurchaseBilletPrinted {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_BILLET_PRINTED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseBilletPrinted
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Cart abandonment, version 2.0.0. Somebody typed data into the checkout and left without buying. Nothing was bought,
 * so there is no purchase in it; the same person may still buy later.
 */
export interface PurchaseOutOfShoppingCart {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'PURCHASE_OUT_OF_SHOPPING_CART'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfPurchaseOutOfShoppingCart
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Subscription cancellation, version 2.0.0. A subscription was cancelled and will not be charged again. What was paid
 * for lasts until date_next_charge.
 */
export interface SubscriptionCancellation {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'SUBSCRIPTION_CANCELLATION'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfSubscriptionCancellation
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Plan change, version 2.0.0. A subscriber changed to another plan. The one that is now in force is marked as current.
 */
export interface SwitchPlan {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'SWITCH_PLAN'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfSwitchPlan
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/** Charge date change, version 2.0.0. The day of the month on which a subscription is charged was changed. */
export interface UpdateSubscriptionChargeDate {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'UPDATE_SUBSCRIPTION_CHARGE_DATE'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfUpdateSubscriptionChargeDate
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/** First access, version 2.0.0. A student entered the members area for the first time. */
export interface ClubFirstAccess {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created. This event alone spells the name in camelCase; everywhere else it is creation_date. */
  readonly creationDate: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'CLUB_FIRST_ACCESS'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfClubFirstAccess
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/** Module completed, version 2.0.0. A student finished a module in the members area. */
export interface ClubModuleCompleted {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'CLUB_MODULE_COMPLETED'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfClubModuleCompleted
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Order fulfillment, version 2.0.0. A physical product was sent. The structure of its data is not published: what the
 * platform reports is passed on as it is.
 */
export interface OrderFulfillment {
  /**
   * Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you
   * have handled, and skip those that come twice.
   */
  readonly id: string
  /** When the event was created, which is not when it is delivered: a retry carries the date of the first try. */
  readonly creation_date: number
  /** Name of the event. A text, although a table of Hotmart’s documentation calls it an integer. */
  readonly event: 'ORDER_FULFILLMENT'
  /**
   * Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls
   * it an integer.
   */
  readonly version: '2.0.0'
  /** What the event is about. Fields can be added at any time: ignore those that you do not know. */
  readonly data: DataOfOrderFulfillment
  /**
   * Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which
   * is always sent.
   */
  readonly hottok?: string
}

/**
 * Canceled purchase, version 1.0.0. The payment failed or was refused before it was ever approved. Nothing was paid;
 * the buyer may want help to try again.
 */
export interface PurchaseCanceledV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_CANCELED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseCanceled
}

/**
 * Approved purchase, version 1.0.0. The payment is confirmed: give access. It comes again for every paid renewal of a
 * subscription, with a higher recurrence_number and the same subscriber code.
 */
export interface PurchaseApprovedV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_APPROVED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseApproved
}

/**
 * Refund claimed, version 1.0.0. The buyer asks for the money back, which is not decided yet. The status of the sale is
 * called DISPUTE.
 */
export interface PurchaseProtestV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_PROTEST'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseProtest
}

/** Refunded, version 1.0.0. The buyer has got the money back: take access away. A partial refund makes no event. */
export interface PurchaseRefundedV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_REFUNDED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseRefunded
}

/** Chargeback, version 1.0.0. The bank took the money back at the request of the card holder: take access away. */
export interface PurchaseChargebackV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_CHARGEBACK'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseChargeback
}

/**
 * Purchase expired, version 1.0.0. The slip or PIX code was not paid in time. Nothing was paid; a new one has to be
 * issued.
 */
export interface PurchaseExpiredV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_EXPIRED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseExpired
}

/**
 * Delayed, version 1.0.0. A charge of a subscription is overdue. It comes again at every further attempt that fails.
 */
export interface PurchaseDelayedV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_DELAYED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseDelayed
}

/**
 * Complete purchase, version 1.0.0. The time in which the buyer could ask for the money back has ended. The status of
 * the sale is called COMPLETED.
 */
export interface PurchaseCompleteV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_COMPLETE'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseComplete
}

/**
 * Waiting for payment (slip or PIX issued), version 1.0.0. A boleto, PIX code or cash voucher was issued and is not
 * paid yet: remind the buyer. An affiliate gets this event only if the producer lets affiliates see the data of buyers.
 */
export interface PurchaseBilletPrintedV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_BILLET_PRINTED'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseBilletPrinted
}

/**
 * Cart abandonment, version 1.0.0. Somebody typed data into the checkout and left without buying. Nothing was bought,
 * so there is no purchase in it; the same person may still buy later.
 */
export interface PurchaseOutOfShoppingCartV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'PURCHASE_OUT_OF_SHOPPING_CART'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfPurchaseOutOfShoppingCart
}

/**
 * Subscription cancellation, version 1.0.0. A subscription was cancelled and will not be charged again. What was paid
 * for lasts until date_next_charge.
 */
export interface SubscriptionCancellationV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'SUBSCRIPTION_CANCELLATION'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfSubscriptionCancellation
}

/**
 * Plan change, version 1.0.0. A subscriber changed to another plan. The one that is now in force is marked as current.
 */
export interface SwitchPlanV1 {
  /** Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another. */
  readonly id: string
  readonly event: 'SWITCH_PLAN'
  readonly version: '1.0.0'
  /** The parameters of the body, as they came. */
  readonly data: ParametersV1OfSwitchPlan
}

/** Every event in every version that it is sent in. */
export interface EventMap {
  PURCHASE_CANCELED: { '2.0.0': PurchaseCanceled; '1.0.0': PurchaseCanceledV1 }
  PURCHASE_APPROVED: { '2.0.0': PurchaseApproved; '1.0.0': PurchaseApprovedV1 }
  PURCHASE_PROTEST: { '2.0.0': PurchaseProtest; '1.0.0': PurchaseProtestV1 }
  PURCHASE_REFUNDED: { '2.0.0': PurchaseRefunded; '1.0.0': PurchaseRefundedV1 }
  PURCHASE_CHARGEBACK: { '2.0.0': PurchaseChargeback; '1.0.0': PurchaseChargebackV1 }
  PURCHASE_EXPIRED: { '2.0.0': PurchaseExpired; '1.0.0': PurchaseExpiredV1 }
  PURCHASE_DELAYED: { '2.0.0': PurchaseDelayed; '1.0.0': PurchaseDelayedV1 }
  PURCHASE_COMPLETE: { '2.0.0': PurchaseComplete; '1.0.0': PurchaseCompleteV1 }
  PURCHASE_BILLET_PRINTED: { '2.0.0': PurchaseBilletPrinted; '1.0.0': PurchaseBilletPrintedV1 }
  PURCHASE_OUT_OF_SHOPPING_CART: { '2.0.0': PurchaseOutOfShoppingCart; '1.0.0': PurchaseOutOfShoppingCartV1 }
  SUBSCRIPTION_CANCELLATION: { '2.0.0': SubscriptionCancellation; '1.0.0': SubscriptionCancellationV1 }
  SWITCH_PLAN: { '2.0.0': SwitchPlan; '1.0.0': SwitchPlanV1 }
  UPDATE_SUBSCRIPTION_CHARGE_DATE: { '2.0.0': UpdateSubscriptionChargeDate }
  CLUB_FIRST_ACCESS: { '2.0.0': ClubFirstAccess }
  CLUB_MODULE_COMPLETED: { '2.0.0': ClubModuleCompleted }
  ORDER_FULFILLMENT: { '2.0.0': OrderFulfillment }
}

export const eventsByVersion = {
  '2.0.0': [
    'PURCHASE_CANCELED',
    'PURCHASE_APPROVED',
    'PURCHASE_PROTEST',
    'PURCHASE_REFUNDED',
    'PURCHASE_CHARGEBACK',
    'PURCHASE_EXPIRED',
    'PURCHASE_DELAYED',
    'PURCHASE_COMPLETE',
    'PURCHASE_BILLET_PRINTED',
    'PURCHASE_OUT_OF_SHOPPING_CART',
    'SUBSCRIPTION_CANCELLATION',
    'SWITCH_PLAN',
    'UPDATE_SUBSCRIPTION_CHARGE_DATE',
    'CLUB_FIRST_ACCESS',
    'CLUB_MODULE_COMPLETED',
    'ORDER_FULFILLMENT',
  ],
  '1.0.0': [
    'PURCHASE_CANCELED',
    'PURCHASE_APPROVED',
    'PURCHASE_PROTEST',
    'PURCHASE_REFUNDED',
    'PURCHASE_CHARGEBACK',
    'PURCHASE_EXPIRED',
    'PURCHASE_DELAYED',
    'PURCHASE_COMPLETE',
    'PURCHASE_BILLET_PRINTED',
    'PURCHASE_OUT_OF_SHOPPING_CART',
    'SUBSCRIPTION_CANCELLATION',
    'SWITCH_PLAN',
  ],
} as const

interface AnyDataOfPurchaseCanceled {
  /** The product that was bought. */
  readonly product: ProductOfPurchaseCanceled
  /**
   * Who brought the buyer. Never empty: without an affiliate it holds one entry whose fields are empty texts, so test
   * the code and not the length. An affiliate sees only the own entry.
   */
  readonly affiliates: readonly Affiliates[]
  /** Who bought. An affiliate gets it only if the producer lets affiliates see the data of buyers. */
  readonly buyer?: BuyerOfPurchaseCanceled
  /** Who sells the product. */
  readonly producer: Producer
  /**
   * Who earns how much of the sale; the fee of the marketplace comes first. An affiliate sees the entries MARKETPLACE
   * and AFFILIATE, a co-producer MARKETPLACE and COPRODUCER.
   */
  readonly commissions?: readonly Commissions[]
  /** The subscription that this purchase begins or renews. */
  readonly subscription?: SubscriptionOfPurchaseCanceled
}

interface DataOfPurchaseCanceled extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseCanceled
}

interface DataOfPurchaseApproved extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseApproved
}

interface DataOfPurchaseProtest extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseProtest
}

interface DataOfPurchaseRefunded extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseRefunded
}

interface DataOfPurchaseChargeback extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseChargeback
}

interface DataOfPurchaseExpired extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseExpired
}

interface DataOfPurchaseDelayed extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseDelayed
}

interface DataOfPurchaseComplete extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseComplete
}

interface DataOfPurchaseBilletPrinted extends AnyDataOfPurchaseCanceled {
  /** The sale. */
  readonly purchase: PurchaseOfPurchaseBilletPrinted
}

interface DataOfPurchaseOutOfShoppingCart {
  /** Whether an affiliate brought the visitor. */
  readonly affiliate: boolean
  /** The product that was left in the cart. */
  readonly product: ProductOfPurchaseOutOfShoppingCart
  /** Who left, as far as is known: only what was typed into the form is here. */
  readonly buyer?: BuyerOfPurchaseOutOfShoppingCart
  /** Internet address of the visitor. */
  readonly buyer_ip?: string
  /** The offer that was on the page. */
  readonly offer?: Offer
  /** The country that was chosen on the page. */
  readonly checkout_country?: CheckoutCountry
}

interface DataOfSubscriptionCancellation {
  /** Amount of the last charge that was made. */
  readonly actual_recurrence_value?: number
  /** When the subscription was cancelled. */
  readonly cancellation_date: number
  /**
   * When the next charge would have come. What was paid for lasts until then: take access away on this day, not at
   * once.
   */
  readonly date_next_charge?: number
  /** The product that was subscribed to. */
  readonly product: ProductOfPurchaseOutOfShoppingCart
  /** Who had subscribed. */
  readonly subscriber: SubscriberOfSubscriptionCancellation
  /** The subscription that ended. */
  readonly subscription?: SubscriptionOfSubscriptionCancellation
}

interface DataOfSwitchPlan {
  /** When the plan was changed. */
  readonly switch_plan_date: number
  /** The subscription whose plan was changed. Its product stands inside it, unlike in other events. */
  readonly subscription: SubscriptionOfSwitchPlan
  /** The plan that is now in force and the one before it, in no promised order: see current. */
  readonly plans?: readonly Plans[]
}

interface DataOfUpdateSubscriptionChargeDate {
  /** Who is subscribed. */
  readonly subscriber: SubscriberOfUpdateSubscriptionChargeDate
  /** The subscription whose day of charge was changed. */
  readonly subscription: SubscriptionOfUpdateSubscriptionChargeDate
  /** The plan that is in force. */
  readonly plan?: Plan
}

interface DataOfClubFirstAccess {
  /** The product that the student has. */
  readonly product: ProductOfClubFirstAccess
  /** The student. */
  readonly user?: User
}

interface DataOfClubModuleCompleted {
  /** The product that the student has. */
  readonly product: ProductOfClubModuleCompleted
  /** The student. */
  readonly user?: User
  /** The module that was finished. */
  readonly module?: Module
}

interface DataOfOrderFulfillment {
  /** The product that was sent. */
  readonly product: ProductOfPurchaseOutOfShoppingCart
  /** The purchase to which the parcel belongs. */
  readonly purchase?: PurchaseOfOrderFulfillment
  /**
   * How the parcel travels, as the platform reports it: its structure is not published. Named values: FIXED_PRICE,
   * FLAT_RATE and FREE_SHIPPING for what it costs; CORREIOS, MONTINK, UICLAP, MANUAL and PARTNER for who carries it.
   */
  readonly shipping?: unknown
}

interface ProductOfPurchaseCanceled {
  /** Number of the product. Hotmart’s own test posts always carry 0; tests of Postback carry the chosen product. */
  readonly id: number
  /** Identifier of the product for other systems: unlike the number, it is the same on every platform. */
  readonly ucode: string
  /** Name under which the product is sold. The members area may show another one. */
  readonly name: string
  /** Whether the product has co-producers. */
  readonly has_co_production: boolean
  /** Until when the buyer can ask for the money back. A text, unlike the other moments of a payload. */
  readonly warranty_date?: string
  /** Where buyers of this product ask for help. */
  readonly support_email?: string
  /** Number of the format of the product, as the platform counts its formats: course, e-book, ticket. */
  readonly product_format_id?: number
  /** Whether something has to be shipped. */
  readonly is_physical_product?: boolean
  /** What a bundle consists of. */
  readonly content?: ProductContent
}

interface ProductOfPurchaseOutOfShoppingCart {
  /** Number of the product. */
  readonly id: number
  /** Name under which the product is sold. */
  readonly name: string
}

interface ProductOfClubFirstAccess {
  /** Number of the product: a number here, a text in CLUB_MODULE_COMPLETED. */
  readonly id: number
  /** Name under which the product is sold. */
  readonly name: string
}

interface ProductOfClubModuleCompleted {
  /** Number of the product: a text here, a number in every other event. */
  readonly id: string
  /** Name under which the product is sold. */
  readonly name: string
}

interface ProductContent {
  /** Whether any item of the bundle has to be shipped. */
  readonly has_physical_products?: boolean
  /** The items of the bundle. */
  readonly products?: readonly ProductContentProducts[]
}

interface ProductContentProducts {
  /** Number of the item. */
  readonly id?: number
  /** Identifier of the item for other systems. */
  readonly ucode?: string
  /** Name of the item. */
  readonly name?: string
  /** Whether the item has to be shipped. */
  readonly is_physical_product?: boolean
}

interface Affiliates {
  /** Code of the affiliate for this product; an empty text if there is none. */
  readonly affiliate_code?: string
  /** Name of the affiliate; an empty text if there is none. */
  readonly name?: string
}

interface BuyerOfPurchaseCanceled {
  /** E-mail address of the buyer, as typed: compare it without regard to capitals. */
  readonly email?: string
  /** Full name of the buyer. */
  readonly name?: string
  /** First name of the buyer. */
  readonly first_name?: string
  /** Last name of the buyer. */
  readonly last_name?: string
  /** Identifier of the buyer at the platform: the same in every purchase of that person. */
  readonly ucode?: string
  /** Telephone number typed at the checkout. */
  readonly checkout_phone?: string
  /** Area code of that number. */
  readonly checkout_phone_code?: string
  /** Tax or identity number of the buyer. A text: it can begin with zeros. */
  readonly document?: string
  /** What kind of number that is: CPF and CNPJ in Brazil, DNI and CIF in Spain, DOCUMENT for any other. */
  readonly document_type?: 'CPF' | 'CNPJ' | 'DNI' | 'CIF' | 'DOCUMENT' | (string & {})
  /** Where the buyer lives. Often country and country_iso only. */
  readonly address?: BuyerAddress
}

interface BuyerOfPurchaseOutOfShoppingCart {
  /** Name of the visitor, perhaps unfinished. */
  readonly name?: string
  /** E-mail address of the visitor. */
  readonly email?: string
  /** Telephone number of the visitor. In purchases the number is called checkout_phone. */
  readonly phone?: string
}

interface BuyerAddress {
  /** Code of the country. Hotmart’s documentation names ISO 3166-2; what is sent are the two letters of 3166-1. */
  readonly country_iso?: string
  /** Name of the country. It varies with the language: decide by country_iso. */
  readonly country?: string
  /** Postal code. */
  readonly zipcode?: string
  /** State or province. */
  readonly state?: string
  /** City. */
  readonly city?: string
  /** District of the city. */
  readonly neighborhood?: string
  /** Flat, floor or how to find the house. */
  readonly complement?: string
  /** House number. A text: it can hold letters. */
  readonly number?: string
  /** Street. This is the key that is sent, although Hotmart’s documentation calls it street. */
  readonly address?: string
  /** Street as Hotmart’s documentation spells the key. Its deliveries never carried it: read address instead. */
  readonly street?: string
}

interface Producer {
  /** Name of the producer. */
  readonly name: string
  /** Tax number of the producer. A text: it can begin with zeros. */
  readonly document?: string
  /** Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica). */
  readonly legal_nature?: 'Pessoa Física' | 'Pessoa Jurídica' | (string & {})
}

interface Commissions {
  /** Amount that this party earns. */
  readonly value?: number
  /** Currency of the amount. It can differ from that of the price. */
  readonly currency_value?: string
  /**
   * Who earns it. MARKETPLACE, the fee of the platform, is missing from Hotmart’s documentation but is in every
   * delivery: do not take the first entry for the producer’s.
   */
  readonly source?: 'MARKETPLACE' | 'PRODUCER' | 'COPRODUCER' | 'AFFILIATE' | 'ADDON' | (string & {})
  /** How the amount was converted. */
  readonly currency_conversion?: CommissionsCurrencyConversion
}

interface CommissionsCurrencyConversion {
  /** Amount after the conversion. */
  readonly converted_value?: number
  /** Currency after the conversion. */
  readonly converted_to_currency?: string
  /** Rate by which the amount was multiplied. */
  readonly conversion_rate?: number
}

interface AnyPurchaseOfPurchaseCanceled {
  /** Code of the sale. All events of one sale carry the same. */
  readonly transaction?: string
  /** When the order was placed, or the renewal fell due. A number, although Hotmart’s documentation calls it a text. */
  readonly order_date: number
  /** When the payment was confirmed. Hotmart’s own test posts carry it in every event; its real deliveries do not. */
  readonly approved_date?: number
  /** Price of the offer when it was bought, in the currency of the checkout. */
  readonly price?: PurchasePrice
  /** What the buyer pays in all, with fees and the interest of instalments. */
  readonly full_price?: PurchaseFullPrice
  /** Price of the offer in the currency of the producer, before any conversion. */
  readonly original_offer_price?: PurchaseOriginalOfferPrice
  /** The offer of the product that was bought. */
  readonly offer?: PurchaseOffer
  /** Where the buyer came from: the tags of the link. Only tags that were used are there. */
  readonly origin?: PurchaseOrigin
  /** Tag of a payment link. Hotmart sends it but does not document it; mind the capitals in the name. */
  readonly sckPaymentLink?: string
  /** Country chosen at the checkout. */
  readonly checkout_country?: PurchaseCheckoutCountry
  /** Whether the product was added to another purchase at its checkout. */
  readonly order_bump?: PurchaseOrderBump
  /** Which charge of the subscription this is: 1 for the first, more for a renewal. */
  readonly recurrence_number?: number
  /** Whether a renewal was paid ahead of time. */
  readonly subscription_anticipation_purchase?: boolean
  /** When the subscription will be charged next. */
  readonly date_next_charge?: number
  /** Who issues the invoice: the marketplace (HOTMART) or the producer (SELLER). */
  readonly invoice_by?: 'HOTMART' | 'SELLER' | (string & {})
  /** Whether the purchase is part of a sales funnel. */
  readonly is_funnel?: boolean
  /** Tax model of the sale. */
  readonly business_model?: 'I' | 'R' | 'A' | (string & {})
  /** Tickets for an event. */
  readonly event_tickets?: PurchaseEventTickets
  /** Network address of the buyer. Hotmart sent it in 2022 and 2023 and stopped: do not rely on it. */
  readonly buyer_ip?: string
  /**
   * Variants of a physical product, handed on as reported: the structure is not published. Not sent to affiliates, as
   * it can hold anything.
   */
  readonly variants?: unknown
  /**
   * How a physical product is shipped, handed on as reported: the structure is not published. Not sent to affiliates,
   * as it can hold anything.
   */
  readonly shipping?: unknown
}

interface PurchaseOfPurchaseCanceled extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'CANCELED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseCanceled
}

interface PurchaseOfPurchaseApproved extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'APPROVED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseProtest extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'DISPUTE'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseRefunded extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'REFUNDED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseChargeback extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'CHARGEBACK'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseExpired extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'EXPIRED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseDelayed extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'DELAYED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseCanceled
}

interface PurchaseOfPurchaseComplete extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'COMPLETED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfPurchaseBilletPrinted extends AnyPurchaseOfPurchaseCanceled {
  /**
   * Status of the sale. Hotmart’s documentation lists names that are never sent: COMPLETE for COMPLETED, CANCELLED for
   * CANCELED, PRINTED_BILLET and WAITING_PAYMENT for BILLET_PRINTED, PROTESTED for DISPUTE, OVERDUE and NO_FUNDS for
   * DELAYED.
   */
  readonly status: 'BILLET_PRINTED'
  /** How the purchase is paid. */
  readonly payment?: PurchasePaymentOfPurchaseApproved
}

interface PurchaseOfOrderFulfillment {
  /** Code of the transaction. */
  readonly transaction?: string
}

interface PurchasePrice {
  /** The amount of price. Never a text; 1500 and 1500.0 are the same. */
  readonly value?: number
  /** The currency of price. The name of the key is Hotmart’s: it holds a code, not an amount. */
  readonly currency_value?: string
}

interface PurchaseFullPrice {
  /** The amount of full_price. Never a text; 1500 and 1500.0 are the same. */
  readonly value?: number
  /** The currency of full_price. The name of the key is Hotmart’s: it holds a code, not an amount. */
  readonly currency_value?: string
}

interface PurchaseOriginalOfferPrice {
  /** The amount of original_offer_price. Never a text; 1500 and 1500.0 are the same. */
  readonly value?: number
  /** The currency of original_offer_price. The name of the key is Hotmart’s: it holds a code, not an amount. */
  readonly currency_value?: string
}

interface PurchasePayment {
  /** Means of payment. BILLET is the boleto. In 2023 CASH_PAYMENT was sent as CASHPAYMENT: understand both. */
  readonly type?:
    | 'BILLET'
    | 'CASH_PAYMENT'
    | 'CASHPAYMENT'
    | 'CREDIT_CARD'
    | 'DIRECT_BANK_TRANSFER'
    | 'DIRECT_DEBIT'
    | 'FINANCED_BILLET'
    | 'FINANCED_INSTALLMENT'
    | 'GOOGLE_PAY'
    | 'HOTCARD'
    | 'HYBRID'
    | 'MANUAL_TRANSFER'
    | 'PAYPAL'
    | 'PAYPAL_INTERNACIONAL'
    | 'PICPAY'
    | 'PIX'
    | 'SAMSUNG_PAY'
    | 'WALLET'
    | (string & {})
  /** In how many instalments the purchase is paid. It says something for BRL, MXN and COP only. */
  readonly installments_number?: number
  /** Where the boleto can be seen and printed. */
  readonly billet_url?: string
  /** Bar code of the boleto, to be typed or copied into a banking app. */
  readonly billet_barcode?: string
  /** PIX code, to be copied into a banking app. */
  readonly pix_code?: string
  /** Until when the PIX code can be paid: 48 hours after the order. */
  readonly pix_expiration_date?: number
  /** Page with the PIX code as a picture, on the host of the payment processor. */
  readonly pix_qrcode?: string
}

interface PurchasePaymentOfPurchaseCanceled extends PurchasePayment {
  /** Why the payment was refused, in words for people. They change: do not compare them. */
  readonly refusal_reason?: string
}

type PurchasePaymentOfPurchaseApproved = PurchasePayment

interface PurchaseOffer {
  /** Code of the offer. */
  readonly code?: string
  /** Coupon that lowered the price. */
  readonly coupon_code?: string
  /**
   * Further data of the offer, handed on as reported: its structure is not published. Not sent to affiliates, as it can
   * hold anything.
   */
  readonly metadata?: unknown
}

interface PurchaseOrigin {
  /** Tag of the sales page. */
  readonly src?: string
  /** Tag of the checkout. In practice an order bump shares it with the purchase that it was added to. */
  readonly sck?: string
  /** Tag for any use. */
  readonly xcod?: string
}

interface PurchaseCheckoutCountry {
  /** Name of the country. It varies with the language: decide by iso. */
  readonly name?: string
  /** Code of the country. */
  readonly iso?: string
}

interface PurchaseOrderBump {
  /**
   * Whether it was added. Hotmart has been seen to send false for products that were: if a parent is named, trust the
   * parent.
   */
  readonly is_order_bump?: boolean
  /** Transaction of the purchase that it was added to. */
  readonly parent_purchase_transaction?: string
}

interface PurchaseEventTickets {
  /** How many tickets were bought. Hotmart’s own test posts carry the time in milliseconds here, by mistake. */
  readonly amount?: number
}

interface SubscriptionOfPurchaseCanceled {
  /** Status of the subscription when the event came. Note the double L of CANCELLED, which purchase.status lacks. */
  readonly status?:
    | 'ACTIVE'
    | 'INACTIVE'
    | 'DELAYED'
    | 'CANCELLED_BY_CUSTOMER'
    | 'CANCELLED_BY_SELLER'
    | 'CANCELLED_BY_ADMIN'
    | 'STARTED'
    | 'OVERDUE'
    | 'EXPIRED'
    | (string & {})
  /** The plan that was chosen. */
  readonly plan?: SubscriptionPlan
  /** Who is subscribed. */
  readonly subscriber?: SubscriptionSubscriber
}

interface SubscriptionOfSubscriptionCancellation {
  /** Number of the subscription. */
  readonly id?: number
  /** The plan that was in force. */
  readonly plan?: SubscriptionPlan
}

interface SubscriptionOfSwitchPlan {
  /** Identifies the subscription: the same as in its purchases. */
  readonly subscriber_code: string
  /**
   * Status of the subscription. Here CANCELED has one L and the seller is called VENDOR; purchases spell it
   * CANCELLED_BY_SELLER.
   */
  readonly status?:
    | 'ACTIVE'
    | 'INACTIVE'
    | 'CANCELED_BY_CUSTOMER'
    | 'CANCELED_BY_VENDOR'
    | 'CANCELED_BY_ADMIN'
    | 'OVERDUE'
    | 'STARTED'
    | 'EXPIRED'
    | (string & {})
  /** When the next charge comes. */
  readonly date_next_charge?: number
  /** The product that is subscribed to. */
  readonly product: SubscriptionProduct
  /** Who is subscribed. */
  readonly user?: SubscriptionUser
}

interface SubscriptionOfUpdateSubscriptionChargeDate {
  /** The product that is subscribed to. */
  readonly product: SubscriptionProduct
  /** Status of the subscription, spelled as in SWITCH_PLAN. */
  readonly status?:
    | 'ACTIVE'
    | 'INACTIVE'
    | 'CANCELED_BY_CUSTOMER'
    | 'CANCELED_BY_VENDOR'
    | 'CANCELED_BY_ADMIN'
    | 'OVERDUE'
    | 'STARTED'
    | 'EXPIRED'
    | (string & {})
  /** Day on which the subscription was charged before. */
  readonly old_charge_day?: number
  /** Day on which the subscription is charged from now on. */
  readonly new_charge_day?: number
  /** When the next charge comes, by the new day. */
  readonly date_next_charge?: number
  /** What the test tool of Hotmart calls old_charge_day. */
  readonly oldChargeDay?: number
  /** What the test tool of Hotmart calls new_charge_day. */
  readonly newChargeDay?: number
  /** What the test tool of Hotmart calls date_next_charge, as a text. */
  readonly dateNextCharge?: string
}

interface SubscriptionPlan {
  /** Number of the plan. */
  readonly id?: number
  /** Name of the plan. */
  readonly name?: string
}

interface SubscriptionSubscriber {
  /** Identifies the subscription for other systems: the same over all renewals, one for each buyer and product. */
  readonly code?: string
}

interface Offer {
  /** Code of the offer. */
  readonly code?: string
}

interface CheckoutCountry {
  /** Name of the country. */
  readonly name?: string
  /** Code of the country. */
  readonly iso?: string
}

interface Subscriber {
  /** Identifies the subscription: the same as in its purchases. */
  readonly code: string
  /** Name of the subscriber. */
  readonly name?: string
  /** E-mail address of the subscriber. */
  readonly email?: string
}

interface SubscriberOfSubscriptionCancellation extends Subscriber {
  /** Telephone numbers of the subscriber. The names of its fields are in camelCase. */
  readonly phone?: SubscriberPhone
}

type SubscriberOfUpdateSubscriptionChargeDate = Subscriber

interface SubscriberPhone {
  /** Area code of the landline. */
  readonly dddPhone?: string
  /** Number of the landline. */
  readonly phone?: string
  /** Area code of the mobile phone. */
  readonly dddCell?: string
  /** Number of the mobile phone. */
  readonly cell?: string
}

interface SubscriptionProduct {
  /** Number of the product. */
  readonly id: number
  /** Name under which the product is sold. */
  readonly name: string
}

interface SubscriptionUser {
  /** E-mail address of the subscriber. */
  readonly email?: string
}

interface Plans {
  /** Number of the plan. */
  readonly id?: number
  /** Name of the plan. */
  readonly name?: string
  /** The offer by which the plan is sold. */
  readonly offer?: PlansOffer
  /** Whether this is the plan now in force. */
  readonly current?: boolean
}

interface PlansOffer {
  /** Code of the offer. Purchases call it code. */
  readonly key?: string
}

interface Plan {
  /** Number of the plan. */
  readonly id?: number
  /** Name of the plan. */
  readonly name?: string
  /** The offer by which the plan is sold. */
  readonly offer?: PlanOffer
}

interface PlanOffer {
  /** Code of the offer. */
  readonly code?: string
}

interface User {
  /** Name of the student. */
  readonly name?: string
  /** E-mail address of the student, which can be another one than that of the purchase. */
  readonly email?: string
}

interface Module {
  /** Code of the module, about ten characters. */
  readonly id?: string
  /** Name of the module. */
  readonly name?: string
}

interface AnyParametersV1OfPurchaseCanceled {
  /**
   * What kind of notification this is: 1 is a purchase. The 2 of older texts, a cancelled subscription, comes as JSON
   * without this parameter.
   */
  readonly callback_type: '1'
  /**
   * Verification token of your account, the same in every delivery: compare it before you trust a post. The header
   * x-hotmart-hottok says the same.
   */
  readonly hottok: string
  /** Code of the affiliate who brought the buyer; empty if there is none. An affiliate sees only the own code. */
  readonly aff: string
  /** Name of that affiliate. */
  readonly aff_name?: string
  /** What the affiliate earns. */
  readonly cms_aff?: string
  /** Currency of cms_aff. */
  readonly cms_aff_currency?: string
  /** Currency of the commissions. */
  readonly currency?: string
  /**
   * Code of the sale. All posts of one sale carry the same: with status it tells which news this is, as this version
   * has no id of the event in its body.
   */
  readonly transaction?: string
  /** Tag for any use, from the link of the sales page; empty if it had none. */
  readonly xcod: string
  /** Tag of the sales page. */
  readonly src?: string
  /**
   * Means of payment. billet is the boleto. Of the names that older texts list, debit_card, moip_balance and
   * bcash_balance are gone.
   */
  readonly payment_type?:
    | 'billet'
    | 'cash_payment'
    | 'credit_card'
    | 'bank_transfer'
    | 'direct_debit'
    | 'financed_billet'
    | 'financed_installment'
    | 'google_pay'
    | 'hotcard'
    | 'hybrid'
    | 'manual_transfer'
    | 'paypal'
    | 'paypal_internacional'
    | 'picpay'
    | 'pix'
    | 'samsung_pay'
    | 'wallet'
    | (string & {})
  /** Who handled the payment. Of the names that older texts list, bcash, monthly and moip are gone. */
  readonly payment_engine?: 'hotmart' | 'paypal'
  /** Number of the product. The product 0 of Hotmart’s own test posts is written 00000. */
  readonly prod: string
  /** Name under which the product is sold. */
  readonly prod_name: string
  /**
   * Key that opens an external members area, or serial number of the product. It is the buyer’s, so an affiliate gets
   * it only with the buyer’s data.
   */
  readonly hotkey?: string
  /** Name of the producer. */
  readonly producer_name: string
  /** Tax number of the producer. A text: it can begin with zeros. */
  readonly producer_document?: string
  /** Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica). */
  readonly producer_legal_nature?: 'Pessoa Física' | 'Pessoa Jurídica' | (string & {})
  /** Reference of the sale for other systems: the same as transaction. */
  readonly transaction_ext?: string
  /** When the order was placed, or the renewal fell due. */
  readonly purchase_date: string
  /** Currency of original_offer_price. */
  readonly currency_code_from?: string
  /** The same as currency_code_from, once more. Hotmart really sends both, this one with an underscore at its end. */
  readonly currency_code_from_?: string
  /** Price of the offer in the currency of the producer, before any conversion. */
  readonly original_offer_price?: string
  /**
   * How the offer is paid: one payment (pagamento_unico), several (multiplos_pagamentos), at once (pagamento_vista).
   */
  readonly productOfferPaymentMode?: 'pagamento_unico' | 'multiplos_pagamentos' | 'pagamento_vista' | (string & {})
  /** Where buyers of this product ask for help. */
  readonly product_support_email?: string
  /**
   * In what role your account gets this post: SELLER as the producer, COPRODUCER as a co-producer, AFFILIATE as an
   * affiliate. It is how posts for affiliates are recognised.
   */
  readonly receiver_type: 'SELLER' | 'COPRODUCER' | 'AFFILIATE'
  /** Currency into which the commission of the affiliate was converted. */
  readonly aff_cms_rate_currency?: string
  /** Commission of the affiliate after the conversion. */
  readonly aff_cms_rate_commission?: string
  /** Rate by which the commission of the affiliate was multiplied. */
  readonly aff_cms_rate_conversion?: string
  /** In how many instalments the purchase is paid. */
  readonly installments_number?: string
  /** Where the boleto can be seen and printed. The notification meant for affiliates carries it. */
  readonly billet_url?: string
  /** Bar code of the boleto, to be typed or copied into a banking app. */
  readonly billet_barcode?: string
  /** Whether the purchase is part of a sales funnel. */
  readonly funnel?: 'true' | 'false'
  /** Whether the product was added to another purchase at its checkout. */
  readonly order_bump?: 'true' | 'false'
  /** Transaction of the purchase that an order bump was added to. */
  readonly parent_purchase_transaction?: string
  /** Tax model of the sale. */
  readonly business_model?: 'I' | 'R' | 'A' | (string & {})
  /** Fee of the marketplace. */
  readonly cms_marketplace?: string
  /**
   * What you earn: as the producer your share, as a co-producer yours. Left out where several co-producers share a
   * sale, as their shares are not told apart.
   */
  readonly cms_vendor?: string
  /** Code of the offer that was bought. */
  readonly off?: string
  /** Coupon that lowered the price. */
  readonly coupon_code?: string
  /** Price of the offer when it was bought, in the currency of the checkout. */
  readonly price?: string
  /** What the buyer pays in all, with fees and the interest of instalments. */
  readonly full_price?: string
  /** How many tickets for an event were bought. */
  readonly amount?: string
  /** Identifies the subscription: the same over all renewals, one for each buyer and product. */
  readonly subscriber_code?: string
  /**
   * Status of the subscription in its older wording. Hotmart’s documentation writes a capital (Active, Canceled by
   * client), its posts do not: compare it without regard to capitals.
   */
  readonly signature_status?:
    | 'active'
    | 'inactive'
    | 'delayed'
    | 'canceled by client'
    | 'canceled by vendor'
    | 'canceled by admin'
    | 'started'
    | 'expired'
    | (string & {})
  /**
   * Status of the subscription when the event came. past_due is a late charge; who cancelled is told by
   * signature_status.
   */
  readonly subscription_status?: 'active' | 'inactive' | 'past_due' | 'canceled' | 'started' | 'expired' | (string & {})
  /** Name of the plan. */
  readonly name_subscription_plan?: string
  /** Days between two charges of the subscription. Hotmart knows 7, 30, 60, 90, 180 and 360. */
  readonly recurrency_period?: string
  /** Which charge of the subscription this is: 1 for the first, more for a renewal. */
  readonly recurrency?: string
  /** When the subscription will be charged next. */
  readonly subscription_date_next_charge?: string
  /** Whether a renewal was paid ahead of time. */
  readonly subscription_anticipation_purchase?: 'true' | 'false'
  /** Whether the product has co-producers. */
  readonly has_co_production: 'true' | 'false'
  /** E-mail address of the buyer, as typed: compare it without regard to capitals. */
  readonly email?: string
  /** Full name of the buyer. */
  readonly name?: string
  /** First name of the buyer. */
  readonly first_name?: string
  /** Last name of the buyer. */
  readonly last_name?: string
  /** Tax or identity number of the buyer. A text: it can begin with zeros. */
  readonly doc?: string
  /** What kind of number doc is: CPF and CNPJ in Brazil, DNI and CIF in Spain, DOCUMENT for any other. */
  readonly doc_type?: 'CPF' | 'CNPJ' | 'DNI' | 'CIF' | 'DOCUMENT' | (string & {})
  /** Area code of the telephone number that the buyer registered with. */
  readonly phone_local_code?: string
  /** Telephone number that the buyer registered with, without the area code. */
  readonly phone_number?: string
  /** Street. */
  readonly address?: string
  /** District of the city. */
  readonly address_district?: string
  /** House number. A text: it can hold letters. */
  readonly address_number?: string
  /** Flat, floor or how to find the house. */
  readonly address_comp?: string
  /** City. */
  readonly address_city?: string
  /** State or province. */
  readonly address_state?: string
  /** Postal code. */
  readonly address_zip_code?: string
  /** Name of the country. It varies with the language: decide by address_country_ISO. */
  readonly address_country?: string
  /** Code of the country. Mind the capitals in the name of the parameter. */
  readonly address_country_ISO?: string
  /** Area code of the telephone number typed at the checkout; buyers in Brazil only. */
  readonly phone_checkout_local_code?: string
  /** Telephone number typed at the checkout, without the area code. */
  readonly phone_checkout_number?: string
  /**
   * Tag of the checkout; empty if it had none. Older texts promise at most 6 characters, Hotmart today 30: longer ones
   * come as they were reported.
   */
  readonly sck: string
}

interface ParametersV1OfPurchaseCanceled extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'canceled'
  /** Why the payment was refused, in words for people. They change: do not compare them. */
  readonly refusal_reason?: string
}

interface ParametersV1OfPurchaseApproved extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'approved'
  /** When the payment was confirmed. */
  readonly confirmation_purchase_date?: string
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseProtest extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'dispute'
  /** When the payment was confirmed. */
  readonly confirmation_purchase_date?: string
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseRefunded extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'refunded'
  /** When the payment was confirmed. */
  readonly confirmation_purchase_date?: string
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseChargeback extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'chargeback'
  /** When the payment was confirmed. */
  readonly confirmation_purchase_date?: string
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseExpired extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'expired'
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseDelayed extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'delayed'
  /** Why the payment was refused, in words for people. They change: do not compare them. */
  readonly refusal_reason?: string
}

interface ParametersV1OfPurchaseComplete extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'completed'
  /** When the payment was confirmed. */
  readonly confirmation_purchase_date?: string
  /** Until when the buyer can ask for the money back. */
  readonly warranty_date?: string
}

interface ParametersV1OfPurchaseBilletPrinted extends AnyParametersV1OfPurchaseCanceled {
  /**
   * Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which
   * are not sent.
   */
  readonly status: 'billet_printed'
}

interface ParametersV1OfPurchaseOutOfShoppingCart {
  /** Whether an affiliate brought the visitor. With productName it tells a cart abandonment from other posts. */
  readonly affiliate: boolean
  /** Key of the visitor, which says nothing by itself. */
  readonly userKey?: string
  /** Number of the product. */
  readonly productId: number
  /** Identifier of the product for other systems. */
  readonly productUcode: string
  /** Name under which the product is sold. */
  readonly productName: string
  /** Category of the product. */
  readonly productCategory?: string
  /** Who left, as far as is known: only what was typed into the form is here. */
  readonly buyerVO?: BuyerVOV1
  /** Whether the price can be negotiated. */
  readonly hasNegotiate?: boolean
  /** Number of the plan that was chosen, for a subscription. */
  readonly subscriptionPlanId?: number
  /**
   * Verification token of your account, the same in every delivery: compare it before you trust a post. The header
   * x-hotmart-hottok says the same.
   */
  readonly hottok: string
}

interface ParametersV1OfSubscriptionCancellation {
  /** Number of the subscription. */
  readonly subscriptionId?: number
  /** Identifies the subscription: the same as subscriber_code in its purchases. */
  readonly subscriberCode: string
  /** When the subscription was cancelled. Its presence tells a cancellation from other posts. */
  readonly cancellationDate: number
  /** When the next charge would have come. What was paid for lasts until then. */
  readonly dateNextCharge?: number
  /** Amount of the last charge that was made. */
  readonly actualRecurrenceValue?: number
  /** Name of the subscriber. */
  readonly userName?: string
  /** E-mail address of the subscriber. */
  readonly userEmail?: string
  /** Name under which the product is sold. */
  readonly productName: string
  /** Name of the plan. */
  readonly subscriptionPlanName?: string
  /**
   * Verification token of your account, the same in every delivery: compare it before you trust a post. The header
   * x-hotmart-hottok says the same.
   */
  readonly hottok: string
}

interface ParametersV1OfSwitchPlan {
  /** When the plan was changed. Its presence tells a plan switch from other posts. */
  readonly switchPlanDate: number
  /** The subscription whose plan was changed. */
  readonly subscription: SubscriptionV1
  /** The plan that is now in force. */
  readonly newSubscriptionPlan?: NewSubscriptionPlanV1
  /** The plan that was in force before. */
  readonly previousSubscriptionPlan?: PreviousSubscriptionPlanV1
  /**
   * Verification token of your account, the same in every delivery: compare it before you trust a post. The header
   * x-hotmart-hottok says the same.
   */
  readonly hottok: string
}

interface BuyerVOV1 {
  /** Name of the visitor, perhaps unfinished. */
  readonly name?: string
  /** E-mail address of the visitor. */
  readonly email?: string
  /** Telephone number of the visitor. */
  readonly phone?: string
}

interface SubscriptionV1 {
  /** The product that is subscribed to. */
  readonly product: SubscriptionProductV1
  /** How many charges of the subscription there were. */
  readonly recurrenceNumber?: number
  /** Status of the subscription. Here CANCELED has one L, and the seller is called VENDOR. */
  readonly status?:
    | 'ACTIVE'
    | 'INACTIVE'
    | 'CANCELED_BY_CUSTOMER'
    | 'CANCELED_BY_VENDOR'
    | 'CANCELED_BY_ADMIN'
    | 'OVERDUE'
    | 'STARTED'
    | 'EXPIRED'
    | (string & {})
  /** Who is subscribed. */
  readonly subscriber: SubscriptionSubscriberV1
  /** The plan of the subscription: the new one. */
  readonly plan?: SubscriptionPlanV1
}

interface SubscriptionProductV1 {
  /** Number of the product. */
  readonly id: number
  /** Name under which the product is sold. */
  readonly name: string
}

interface SubscriptionSubscriberV1 {
  /** Identifies the subscription: the same as subscriber_code in its purchases. */
  readonly code: string
  /** Name and address of the subscriber. */
  readonly user?: SubscriptionSubscriberUserV1
}

interface SubscriptionSubscriberUserV1 {
  /** Name of the subscriber. */
  readonly name?: string
  /** E-mail address of the subscriber. */
  readonly email?: string
}

interface SubscriptionPlanV1 {
  /** Name of the plan. */
  readonly name?: string
  /** After how many charges the plan ends. */
  readonly maxChargeCycles?: number
  /** Days between two charges. */
  readonly recurrencyPeriod?: number
  /** The offer by which the plan is sold. */
  readonly offer?: SubscriptionPlanOfferV1
  /** Price of the plan. */
  readonly value?: number
  /** Currency of that price. */
  readonly currencyCode?: string
}

interface SubscriptionPlanOfferV1 {
  /** Code of the offer. */
  readonly key?: string
}

interface NewSubscriptionPlanV1 {
  /** Name of the plan. */
  readonly name?: string
  /** After how many charges the plan ends. */
  readonly maxChargeCycles?: number
  /** Days between two charges. */
  readonly recurrencyPeriod?: number
  /** The offer by which the plan is sold. */
  readonly offer?: NewSubscriptionPlanOfferV1
  /** Price of the plan. */
  readonly value?: number
  /** Currency of that price. */
  readonly currencyCode?: string
}

interface NewSubscriptionPlanOfferV1 {
  /** Code of the offer. */
  readonly key?: string
}

interface PreviousSubscriptionPlanV1 {
  /** Name of the plan. */
  readonly name?: string
  /** After how many charges the plan ends. */
  readonly maxChargeCycles?: number
  /** Days between two charges. */
  readonly recurrencyPeriod?: number
  /** The offer by which the plan is sold. */
  readonly offer?: PreviousSubscriptionPlanOfferV1
  /** Price of the plan. */
  readonly value?: number
  /** Currency of that price. */
  readonly currencyCode?: string
}

interface PreviousSubscriptionPlanOfferV1 {
  /** Code of the offer. */
  readonly key?: string
}
