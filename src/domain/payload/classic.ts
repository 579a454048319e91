import { type EventName, isPurchaseEvent, type PurchaseEvent } from '../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { statusOfEvent } from './status.ts'
import { withVersionOneExamples } from './version-1/example.ts'

/**
 * The canned bodies of Hotmart's own test tool, for whoever wants to compare: whatever is chosen, product 0 was bought in November
 * 2017. All nine purchases are one body but for status, id and times. Quirks and spellings are the tool's (spec: payload facts,
 * sections 1.4 and 4.5); where only the name of a field was captured, the value is that of the tool's other bodies.
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

const product = { id: 0, name: 'Produto test postback2' }
const price = { value: 1500, currency_value: 'BRL' }
const student = { name: 'Teste Comprador', email: 'teste@hotmart.com.br' }

function purchase(event: PurchaseEvent, now: number): JsonObject {
  return {
    product: {
      id: product.id,
      ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
      name: product.name,
      has_co_production: false,
      warranty_date: '2017-12-27T00:00:00Z',
      support_email: 'support@example.com',
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
        ],
      },
    },
    affiliates: [{ affiliate_code: 'Q58388177J', name: 'Affiliate name' }],
    buyer: {
      email: 'buyer@example.com',
      name: 'Teste Comprador',
      first_name: 'Teste',
      last_name: 'Comprador',
      checkout_phone: '99999999900',
      checkout_phone_code: '999999999',
      document: '00000000000',
      document_type: 'CPF',
      address: {
        country_iso: 'BR',
        country: 'Brasil',
        zipcode: '38400123',
        state: 'Minas Gerais',
        city: 'Uberlândia',
        neighborhood: 'Tubalina',
        complement: 'Perto do shopping',
        number: '10',
        address: 'Avenida Francisco Galassi',
      },
    },
    producer: { name: 'Producer Test Name', document: '00000000000', legal_nature: 'Pessoa Física' },
    commissions: [
      { value: 149.5, currency_value: 'BRL', source: 'MARKETPLACE' },
      { value: 1350.5, currency_value: 'BRL', source: 'PRODUCER' },
    ],
    purchase: {
      approved_date: 1511783346000,
      full_price: price,
      original_offer_price: price,
      price,
      recurrence_number: 1,
      offer: { code: 'test', coupon_code: 'SHHUHA' },
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: { is_order_bump: true, parent_purchase_transaction: 'HP02316330308193' },
      order_date: 1511783344000,
      date_next_charge: 1580667200000,
      status: statusOfEvent(event),
      transaction: 'HP16015479281022',
      payment: { type: 'CREDIT_CARD', installments_number: 12 },
      invoice_by: 'HOTMART',
      is_funnel: false,
      event_tickets: { amount: now },
      business_model: 'I',
      sckPaymentLink: 'sckPaymentLinkTest',
    },
    subscription: {
      status: 'ACTIVE',
      plan: { id: 123, name: 'plano de teste' },
      subscriber: { code: 'I9OT62C3' },
    },
  }
}

const others: Partial<Readonly<Record<EventName, JsonObject>>> = {
  PURCHASE_OUT_OF_SHOPPING_CART: {
    affiliate: true,
    product: { id: 3526906, name: 'Product Name' },
    buyer: { name: 'Buyer name', email: 'buyer@example.com', phone: '31999999999' },
    buyer_ip: '203.0.113.7',
    offer: { code: 'n82b9jqz' },
    checkout_country: { name: 'Brasil', iso: 'BR' },
  },
  SUBSCRIPTION_CANCELLATION: {
    actual_recurrence_value: 64.9,
    cancellation_date: 1609181285500,
    date_next_charge: 1580667200000,
    product: { id: 788921, name: 'Product Name' },
    subscriber: {
      code: 'QO4THU04',
      name: 'Subscriber Name',
      email: 'subscriber@example.com',
      phone: { dddPhone: '', phone: '', dddCell: '', cell: '' },
    },
    subscription: { id: 471681, plan: { id: 460805, name: 'Plan Name' } },
  },
  SWITCH_PLAN: {
    switch_plan_date: 1629926054000,
    subscription: {
      subscriber_code: 'AT3IV3RX',
      status: 'ACTIVE',
      product: { id: 4116023, name: 'Product Name' },
      user: { email: 'email@example.com' },
    },
    plans: [
      { id: 707635, name: 'Plan Test 1', offer: { key: 'py01ycdp' }, current: true },
      { id: 707636, name: 'Plan Test 2', offer: { key: 'test' }, current: false },
    ],
  },
  UPDATE_SUBSCRIPTION_CHARGE_DATE: {
    subscriber: { name: 'Teste Comprador', email: 'buyer@example.com', code: 'I9OT62C3' },
    subscription: {
      product,
      status: 'ACTIVE',
      oldChargeDay: 10,
      newChargeDay: 20,
      dateNextCharge: '2022-10-25T12:00:00.000Z',
    },
    plan: { id: 123, name: 'plano de teste', offer: { code: 'test' } },
  },
  CLUB_FIRST_ACCESS: { product, user: student },
  CLUB_MODULE_COMPLETED: {
    product: { id: '00000', name: product.name },
    user: student,
    module: { id: 'hash123', name: 'Mudule test name' },
  },
}
