import { affiliate, producer } from './school.ts'
import type { Step, Story } from './stories.ts'

const hour = 3_600_000
const day = 24 * hour
const guaranteeDays = 7
const chargeEveryDays = 30

/** The transaction as the checkout knows it after a step: the `data` of a purchase event. */
export function saleAfter(story: Story, step: Step, orderedAt: number) {
  const { transaction, product, price, payment, subscription } = story
  const paid = story.steps.find(({ status, after }) => status === 'APPROVED' && after <= step.after)
  const approvedAt = paid ? orderedAt + paid.after : null
  return {
    product: {
      id: product.id,
      name: product.name,
      has_co_production: false,
      ...(approvedAt && { warranty_date: `${isoDay(approvedAt + guaranteeDays * day)}T00:00:00Z` }),
      support_email: 'suporte@example.com',
      is_physical_product: false,
    },
    affiliates: [
      story.throughAffiliate
        ? { affiliate_code: affiliate.code, name: affiliate.name }
        : { affiliate_code: '', name: '' },
    ],
    buyer: buyerOf(story),
    producer: { name: producer.name, document: '00000000000000', legal_nature: 'Pessoa Jurídica' },
    commissions: commissionsOf(story),
    purchase: {
      ...(approvedAt && { approved_date: approvedAt }),
      full_price: reais(price),
      original_offer_price: reais(price),
      price: reais(price),
      offer: { code: 'n82b9jqz' },
      ...(subscription && {
        recurrence_number: subscription.charge,
        date_next_charge: orderedAt + chargeEveryDays * day,
      }),
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: story.addedTo
        ? { is_order_bump: true, parent_purchase_transaction: story.addedTo }
        : { is_order_bump: false },
      order_date: orderedAt,
      status: step.status,
      transaction,
      payment: {
        type: payment,
        installments_number: story.installments ?? 1,
        ...meansOfPayment(story, orderedAt),
        ...(step.refusalReason && { refusal_reason: step.refusalReason }),
      },
      invoice_by: 'SELLER',
      is_funnel: false,
      business_model: 'I',
    },
    ...(subscription && {
      subscription: {
        status: step.status === 'DELAYED' ? 'DELAYED' : 'ACTIVE',
        plan: { id: 731246, name: 'Plano mensal' },
        subscriber: { code: subscription.subscriber },
      },
    }),
  }
}

function buyerOf({ buyer: { name, email } }: Story) {
  const [first_name = '', ...rest] = name.split(' ')
  return {
    email,
    name,
    first_name,
    last_name: rest.join(' '),
    document: '00000000000',
    document_type: 'CPF',
    address: { country_iso: 'BR', country: 'Brasil', state: 'São Paulo', city: 'São Paulo' },
  }
}

/** The marketplace keeps 9.9 % and one real, an affiliate gets 30 % of the rest, the producer what is left. In cents. */
function commissionsOf({ price, throughAffiliate }: Story) {
  const total = Math.round(price * 100)
  const fee = Math.round(total * 0.099) + 100
  const forAffiliate = throughAffiliate ? Math.round((total - fee) * 0.3) : 0
  return [
    { ...reais(fee / 100), source: 'MARKETPLACE' },
    ...(throughAffiliate ? [{ ...reais(forAffiliate / 100), source: 'AFFILIATE' }] : []),
    { ...reais((total - fee - forAffiliate) / 100), source: 'PRODUCER' },
  ]
}

/** Addresses that lead nowhere and codes that no bank takes. */
function meansOfPayment({ payment, transaction }: Story, orderedAt: number) {
  switch (payment) {
    case 'CREDIT_CARD':
      return {}
    case 'BILLET':
      return {
        billet_url: `https://boleto.example.com/b${transaction}`,
        billet_barcode: '00000000000000000000000000000000000000000000000',
      }
    case 'PIX':
      return {
        pix_code: '00020126330014br.gov.bcb.pix0111000000000005204000053039865802BR6304ABCD',
        pix_expiration_date: orderedAt + 48 * hour,
        pix_qrcode: `https://pix.example.com/qr/${transaction}`,
      }
  }
}

function reais(value: number) {
  return { value, currency_value: 'BRL' }
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length)
}
