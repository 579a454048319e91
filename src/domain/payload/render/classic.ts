import { type EventName, isPurchaseEvent, type PurchaseEvent } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { statusOfEvent } from '../status.ts'
import { withVersionOneExamples } from '../version-1/example.ts'

/**
 * The bodies that Hotmart's own test tool sends, for comparison: the chosen product does not change them, and product 0 was bought
 * in November 2017. All nine purchases are one body with another status, id and time. Spellings, accents and the order of the
 * fields are the tool's; only people's addresses are replaced (source: `test/facts/tool-bodies.json`).
 */

/**
 * The `data` of the canned body; null for an event that the tool does not send.
 * @param now milliseconds
 */
export function classicData(event: EventName, now: number): JsonObject | null {
  return isPurchaseEvent(event) ? purchase(event, now) : (others[event] ?? null)
}

/** The name of the envelope's date: the tool spells it its own way in one event more than Hotmart does. */
export function classicCreationDateKey(event: EventName): 'creationDate' | 'creation_date' {
  return event === 'CLUB_FIRST_ACCESS' || event === 'UPDATE_SUBSCRIPTION_CHARGE_DATE' ? 'creationDate' : 'creation_date'
}

/** The canned body, possibly changed, as version 1.0.0 is made from it. */
export function classicVersionOne(event: EventName, data: JsonObject): JsonObject {
  return isPurchaseEvent(event) ? classicForm(data) : withVersionOneExamples(event, data)
}

const formFields = [
  'approved_date',
  'full_price',
  'original_offer_price',
  'price',
  'offer',
  'order_date',
  'status',
  'transaction',
  'payment',
]

/** The form of the tool has 42 parameters, fewer than its JSON has fields, and its affiliate has no code. */
function classicForm({ product, affiliates, buyer, purchase, ...rest }: JsonObject): JsonObject {
  const [affiliate] = Array.isArray(affiliates) ? affiliates : []
  const { offer, ...paid } = pick(purchase, ...formFields)
  return {
    ...rest,
    product: pick(product, 'id', 'name', 'has_co_production', 'warranty_date'),
    affiliates: [{ ...pick(affiliate, 'name'), affiliate_code: '' }],
    buyer: pick(buyer, 'email', 'name', 'first_name', 'last_name', 'checkout_phone', 'checkout_phone_code'),
    purchase: { ...paid, offer: { ...pick(offer, 'code'), payment_mode: 'pagamento_unico' } },
  }
}

function pick(value: Json | undefined, ...keys: readonly string[]): JsonObject {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])))
}

function purchase(event: PurchaseEvent, now: number): JsonObject {
  return {
    product: {
      id: 0,
      ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
      name: 'Produto test postback2',
      warranty_date: '2017-12-27T00:00:00Z',
      support_email: 'support@example.com',
      has_co_production: false,
      is_physical_product: false,
      content: {
        has_physical_products: true,
        products: [
          {
            id: 4774438,
            ucode: '559fef42-3406-4d82-b775-d09bd33936b1',
            name: 'How to Make Clear Ice',
            is_physical_product: false,
          },
          {
            id: 4999597,
            ucode: '099e7644-b7d1-43d6-82a9-ec6be0118a4b',
            name: 'Organizador de Poeira',
            is_physical_product: true,
          },
        ],
      },
    },
    affiliates: [{ affiliate_code: 'Q58388177J', name: 'Affiliate name' }],
    buyer: {
      email: 'testeComprador271101postman15@example.com',
      name: 'Teste Comprador',
      first_name: 'Teste',
      last_name: 'Comprador',
      checkout_phone_code: '999999999',
      checkout_phone: '99999999900',
      address: {
        city: 'Uberlândia',
        country: 'Brasil',
        country_iso: 'BR',
        state: 'Minas Gerais',
        neighborhood: 'Tubalina',
        zipcode: '38400123',
        address: 'Avenida Francisco Galassi',
        number: '10',
        complement: 'Perto do shopping',
      },
      document: '69526128664',
      document_type: 'CPF',
    },
    producer: {
      name: 'Producer Test Name',
      document: '12345678965',
      legal_nature: 'Pessoa Física',
    },
    commissions: [
      { value: 149.5, source: 'MARKETPLACE', currency_value: 'BRL' },
      { value: 1350.5, source: 'PRODUCER', currency_value: 'BRL' },
    ],
    purchase: {
      approved_date: 1511783346000,
      full_price: { value: 1500, currency_value: 'BRL' },
      price: { value: 1500, currency_value: 'BRL' },
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: { is_order_bump: true, parent_purchase_transaction: 'HP02316330308193' },
      event_tickets: { amount: now },
      original_offer_price: { value: 1500, currency_value: 'BRL' },
      order_date: 1511783344000,
      status: statusOfEvent(event),
      transaction: 'HP16015479281022',
      payment: { installments_number: 12, type: 'CREDIT_CARD' },
      offer: { code: 'test', coupon_code: 'SHHUHA' },
      sckPaymentLink: 'sckPaymentLinkTest',
      is_funnel: false,
      business_model: 'I',
    },
    subscription: {
      status: 'ACTIVE',
      plan: { id: 123, name: 'plano de teste' },
      subscriber: { code: 'I9OT62C3' },
    },
  }
}

const others: Partial<Readonly<Record<EventName, JsonObject>>> = {
  CLUB_FIRST_ACCESS: {
    product: { id: 0, name: 'Produto test postback2' },
    user: { name: 'Test Name', email: 'teste@example.com' },
  },
  CLUB_MODULE_COMPLETED: {
    product: { id: '00000', name: 'Produto test postback2' },
    user: { email: 'teste@example.com', name: 'Test Name' },
    module: { id: 'hash123', name: 'Mudule test name' },
  },
  PURCHASE_OUT_OF_SHOPPING_CART: {
    affiliate: false,
    product: { id: 123456, name: 'Produto test postback2 com ç e á' },
    buyer_ip: '127.0.0.1',
    buyer: { name: 'Postback2 teste', email: 'teste@example.com', phone: '999999999' },
    offer: { code: 'n82b9jqz' },
    checkout_country: { name: 'Brasil', iso: 'BR' },
  },
  SUBSCRIPTION_CANCELLATION: {
    actual_recurrence_value: 64.9,
    cancellation_date: 1609181285500,
    date_next_charge: 1617105600000,
    product: { id: 788921, name: 'Product name com ç e á' },
    subscriber: {
      code: '0000aaaa',
      name: 'User name',
      email: 'test@example.com',
      phone: { dddPhone: '', phone: '', dddCell: '', cell: '' },
    },
    subscription: { id: 4148584, plan: { id: 114680, name: 'Subscription Plan Name' } },
  },
  SWITCH_PLAN: {
    switch_plan_date: 1553729084000,
    subscription: {
      subscriber_code: '9W2LNSG4',
      status: 'ACTIVE',
      product: { id: 0, name: 'Produto test postback2' },
      user: { email: 'teste@example.com' },
    },
    plans: [
      {
        id: 654321,
        name: 'Novo produto test postback2',
        offer: { key: 'n6hup357' },
        current: true,
      },
      {
        id: 123456,
        name: 'Plano teste com ç e á',
        offer: { key: 'n6hup355' },
        current: false,
      },
    ],
  },
  UPDATE_SUBSCRIPTION_CHARGE_DATE: {
    subscription: {
      dateNextCharge: '2022-10-25T12:00:00.000Z',
      newChargeDay: 1,
      oldChargeDay: 7,
      status: 'ACTIVE',
      product: { id: 0, name: 'Product test postback2' },
    },
    subscriber: { name: 'Test', email: 'test@example.com', code: '00000000' },
    plan: { id: 0, name: 'Plan Test', offer: { code: '000000' } },
  },
}
