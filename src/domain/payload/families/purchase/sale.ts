import type { JsonObject } from '../../../text/json.ts'
import type { PurchaseStatus } from '../../status.ts'
import { wholeSecond } from '../../whole-second.ts'
import type { Person } from '../person.ts'
import type { PaymentType } from './payment.ts'

/**
 * A made-up sale, as the checkout that made it would know it: what all its events say alike. Examples, stories and the demo are
 * written from it.
 */
export interface Sale {
  readonly transaction: string
  readonly product: { readonly id: number; readonly name: string; readonly ucode?: string }
  readonly producer: { readonly name: string }
  readonly buyer: Person
  /** Who brought the buyer; left out: no affiliate. */
  readonly affiliate?: { readonly code: string; readonly name: string }
  /** In reais. */
  readonly price: number
  readonly offer: string
  readonly paymentType: PaymentType
  /** One if left out. */
  readonly installments?: number
  /** Milliseconds. */
  readonly orderedAt: number
  /** Milliseconds; null if it was never paid. */
  readonly paidAt: number | null
  /** Why a charge was refused, where one was. */
  readonly refusal?: string
  /** The transaction at whose checkout this one was added. */
  readonly addedTo?: string
  /** The tag of the checkout (`origin.sck`), which purchases made in one go have in common. */
  readonly checkoutTag?: string
  /** The charge of a subscription. */
  readonly charge?: Charge
}

export interface Charge {
  readonly subscriberCode: string
  readonly plan: { readonly id: number; readonly name: string }
  /** 1 for the first. */
  readonly recurrence: number
  /** Milliseconds. */
  readonly nextChargeAt: number
}

const hour = 3_600_000
const day = 24 * hour
const guarantee = 7 * day

/** The `data` of the purchase event that announces the status. */
export function saleData(sale: Sale, status: PurchaseStatus): JsonObject {
  const { product, producer, affiliate, charge, orderedAt } = sale
  const paidAt = wasPaid.has(status) ? sale.paidAt : null
  const price = inReais(sale.price)
  return {
    product: {
      id: product.id,
      ...(product.ucode !== undefined && { ucode: product.ucode }),
      name: product.name,
      has_co_production: false,
      ...(paidAt !== null && { warranty_date: endOfGuarantee(paidAt) }),
      support_email: 'support@example.com',
      is_physical_product: false,
    },
    affiliates: [{ affiliate_code: affiliate?.code ?? '', name: affiliate?.name ?? '' }],
    buyer: buyerData(sale.buyer),
    producer: { name: producer.name, document: '00000000000000', legal_nature: 'Pessoa Jurídica' },
    commissions: commissionsOf(sale),
    purchase: {
      ...(paidAt !== null && { approved_date: wholeSecond(paidAt) }),
      full_price: price,
      original_offer_price: price,
      price,
      offer: { code: sale.offer },
      ...(sale.checkoutTag !== undefined && { origin: { sck: sale.checkoutTag } }),
      ...(charge && { recurrence_number: charge.recurrence, date_next_charge: wholeSecond(charge.nextChargeAt) }),
      subscription_anticipation_purchase: false,
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: sale.addedTo
        ? { is_order_bump: true, parent_purchase_transaction: sale.addedTo }
        : { is_order_bump: false },
      order_date: wholeSecond(orderedAt),
      status,
      transaction: sale.transaction,
      payment: {
        type: sale.paymentType,
        installments_number: sale.installments ?? 1,
        ...meansOfPayment(sale),
        ...(sale.refusal !== undefined && wasRefused.has(status) && { refusal_reason: sale.refusal }),
      },
      invoice_by: 'SELLER',
      is_funnel: false,
      business_model: 'I',
    },
    ...(charge && {
      subscription: {
        status: subscriptionStatus(status, charge),
        plan: { id: charge.plan.id, name: charge.plan.name },
        subscriber: { code: charge.subscriberCode },
      },
    }),
  }
}

const wasPaid: ReadonlySet<PurchaseStatus> = new Set<PurchaseStatus>([
  'APPROVED',
  'COMPLETED',
  'DISPUTE',
  'REFUNDED',
  'CHARGEBACK',
])

/** A subscription whose first charge is not paid has only begun. */
function subscriptionStatus(status: PurchaseStatus, { recurrence }: Charge): string {
  if (status === 'DELAYED') return 'DELAYED'
  return wasPaid.has(status) || recurrence > 1 ? 'ACTIVE' : 'STARTED'
}

const wasRefused: ReadonlySet<PurchaseStatus> = new Set<PurchaseStatus>(['CANCELED', 'DELAYED'])

function buyerData({ name, email }: Person): JsonObject {
  const [first_name = '', ...rest] = name.split(' ')
  return {
    email,
    name,
    first_name,
    last_name: rest.join(' '),
    checkout_phone: '11999990000',
    checkout_phone_code: '11',
    document: '00000000000',
    document_type: 'CPF',
    address: {
      country_iso: 'BR',
      country: 'Brasil',
      zipcode: '01310100',
      state: 'São Paulo',
      city: 'São Paulo',
      neighborhood: 'Bela Vista',
      complement: 'Apto 42',
      number: '1000',
      address: 'Avenida Paulista',
    },
  }
}

/** The marketplace keeps 9.9 % and one real, an affiliate gets 30 %, the producer what is left: in whole cents, so that it adds up. */
function commissionsOf({ price, affiliate }: Sale): readonly JsonObject[] {
  const total = Math.round(price * 100)
  const fee = Math.round(total * 0.099) + 100
  const forAffiliate = affiliate ? Math.round(total * 0.3) : 0
  return [
    { ...inReais(fee / 100), source: 'MARKETPLACE' },
    ...(affiliate ? [{ ...inReais(forAffiliate / 100), source: 'AFFILIATE' }] : []),
    { ...inReais((total - fee - forAffiliate) / 100), source: 'PRODUCER' },
  ]
}

/** Addresses that lead nowhere and codes that no bank accepts: a reader may try to pay an example. */
function meansOfPayment({ paymentType, transaction, price, orderedAt }: Sale): JsonObject {
  const cents = String(Math.round(price * 100))
  switch (paymentType) {
    case 'BILLET':
      return {
        billet_url: `https://boleto.example.com/b${transaction}`,
        billet_barcode: cents.padStart(47, '0'),
      }
    case 'PIX':
      return {
        pix_code: pixCode(price.toFixed(2)),
        pix_expiration_date: wholeSecond(orderedAt) + 48 * hour,
        pix_qrcode: `https://pix.example.com/qr/${transaction}`,
      }
    default:
      return {}
  }
}

/** In the form of BR Code, with a key and a check sum that are none. Field 54 is the amount, its length before it. */
function pixCode(amount: string): string {
  const length = String(amount.length).padStart(2, '0')
  return `00020126330014br.gov.bcb.pix01110000000000052040000530398654${length}${amount}5802BR6304ABCD`
}

function endOfGuarantee(paidAt: number): string {
  const date = new Date(paidAt + guarantee).toISOString().slice(0, 'YYYY-MM-DD'.length)
  return `${date}T00:00:00Z`
}

function inReais(value: number) {
  return { value, currency_value: 'BRL' }
}
