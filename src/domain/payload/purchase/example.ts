import type { PurchaseEvent } from '../../event.ts'
import type { JsonObject } from '../../json.ts'
import type { ExampleFacts } from '../family.ts'
import { statusOfEvent } from '../status.ts'
import type { PaymentType } from './payment.ts'

/** A sale as it could have been: the `data` of an event whose parts fit each other. Its buyer lives at example.com. */
export function purchaseExample({
  event: name,
  product,
  producer,
  transaction,
  now,
  affiliate,
  paymentType = stories[name as PurchaseEvent].paymentType,
}: ExampleFacts): JsonObject {
  const event = name as PurchaseEvent
  const story = stories[event]
  const orderedAt = now - story.orderedAgo
  const approvedAt = orderedAt + story.paidAfter
  return {
    product: {
      id: product.id,
      ucode: product.ucode,
      name: product.name,
      has_co_production: false,
      ...(story.warranty && { warranty_date: endOfGuarantee(approvedAt) }),
      support_email: 'support@example.com',
      is_physical_product: false,
    },
    affiliates: [{ affiliate_code: affiliate?.code ?? '', name: affiliate?.name ?? '' }],
    buyer,
    producer: { name: producer.name, document: '00000000000000', legal_nature: 'Pessoa Jurídica' },
    commissions: affiliate ? [fee, affiliateShare, restForProducer] : [fee, producerShare],
    purchase: {
      ...(story.approved && { approved_date: approvedAt }),
      full_price: price,
      original_offer_price: price,
      price,
      offer: { code: 'n82b9jqz' },
      ...(story.subscription && { recurrence_number: 2, date_next_charge: orderedAt + 30 * day }),
      subscription_anticipation_purchase: false,
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: { is_order_bump: false },
      order_date: orderedAt,
      status: statusOfEvent(event),
      transaction,
      payment: {
        type: paymentType,
        installments_number: 1,
        ...meansOfPayment(paymentType, transaction, orderedAt),
        ...(story.refusal !== undefined && { refusal_reason: story.refusal }),
      },
      invoice_by: 'SELLER',
      is_funnel: false,
      business_model: 'I',
    },
    ...(story.subscription && { subscription: overdueSubscription }),
  }
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

interface Story {
  readonly orderedAgo: number
  /** From the order to the approval, where there is one. */
  readonly paidAfter: number
  readonly approved: boolean
  readonly warranty: boolean
  readonly paymentType: PaymentType
  readonly refusal?: string
  readonly subscription?: boolean
}

const paid = { paidAfter: 85 * second, approved: true, warranty: true, paymentType: 'CREDIT_CARD' } as const
const unpaid = { paidAfter: 0, approved: false, warranty: false } as const

/** How long ago the sale began when each event comes; the guarantee is 7 days. */
const stories: Readonly<Record<PurchaseEvent, Story>> = {
  PURCHASE_APPROVED: { ...paid, orderedAgo: 90 * second },
  PURCHASE_COMPLETE: { ...paid, orderedAgo: 8 * day },
  PURCHASE_PROTEST: { ...paid, orderedAgo: 3 * day },
  PURCHASE_REFUNDED: { ...paid, orderedAgo: 4 * day },
  PURCHASE_CHARGEBACK: { ...paid, orderedAgo: 20 * day },
  PURCHASE_CANCELED: {
    ...unpaid,
    orderedAgo: 8 * second,
    paymentType: 'CREDIT_CARD',
    refusal: 'Transaction refused by the card issuer',
  },
  PURCHASE_BILLET_PRINTED: { ...unpaid, orderedAgo: 6 * second, paymentType: 'BILLET' },
  PURCHASE_EXPIRED: { ...unpaid, orderedAgo: 6 * day, paymentType: 'BILLET' },
  PURCHASE_DELAYED: {
    ...unpaid,
    orderedAgo: 100 * second,
    paymentType: 'CREDIT_CARD',
    refusal: 'Insufficient funds',
    subscription: true,
  },
}

const buyer = {
  email: 'ana.souza@example.com',
  name: 'Ana Souza',
  first_name: 'Ana',
  last_name: 'Souza',
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

// The commissions add up to the price, with and without an affiliate.
const price = { value: 197, currency_value: 'BRL' }
const fee = { value: 20.5, currency_value: 'BRL', source: 'MARKETPLACE' }
const producerShare = { value: 176.5, currency_value: 'BRL', source: 'PRODUCER' }
const affiliateShare = { value: 59.1, currency_value: 'BRL', source: 'AFFILIATE' }
const restForProducer = { value: 117.4, currency_value: 'BRL', source: 'PRODUCER' }

const overdueSubscription = {
  status: 'DELAYED',
  plan: { id: 731246, name: 'Monthly plan' },
  subscriber: { code: 'I9OT62C3' },
}

/** Addresses that lead nowhere and codes that no bank accepts: somebody will try to pay an example. */
function meansOfPayment(type: PaymentType, transaction: string, orderedAt: number): JsonObject {
  switch (type) {
    case 'BILLET':
      return {
        billet_url: `https://boleto.example.com/b${transaction}`,
        billet_barcode: '00000000000000000000000000000000000000000019700',
      }
    case 'PIX':
      return {
        pix_code: '00020126330014br.gov.bcb.pix0111000000000005204000053039865406197.005802BR6304ABCD',
        pix_expiration_date: orderedAt + 48 * hour,
        pix_qrcode: `https://pix.example.com/qr/${transaction}`,
      }
    default:
      return {}
  }
}

function endOfGuarantee(approvedAt: number): string {
  const date = new Date(approvedAt + 7 * day).toISOString().slice(0, 'YYYY-MM-DD'.length)
  return `${date}T00:00:00Z`
}
