import { randomUUID } from 'node:crypto'

/** A typical purchase: a subscription paid in instalments, bought through an affiliate, about 2.5 KB on the wire. */
export function purchaseDocument(purchase: { productId: number; transaction: string; status: string; now: number }) {
  return {
    product: {
      id: purchase.productId,
      ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
      name: 'Curso completo de fotografia de paisagem: do planejamento à impressão',
      has_co_production: false,
      warranty_date: '2017-12-27T00:00:00Z',
      support_email: 'suporte@fotografia.example.com',
      is_physical_product: false,
      content: {
        has_physical_products: false,
        products: [
          {
            id: 4774438,
            ucode: '559fef42-3406-4d82-b775-d09bd33936b1',
            name: 'Como fazer longas exposições à noite',
            is_physical_product: false,
          },
          {
            id: 4999597,
            ucode: '099e7644-b7d1-43d6-82a9-ec6be0118a4b',
            name: 'Caderno de campo do fotógrafo',
            is_physical_product: false,
          },
        ],
      },
    },
    affiliates: [{ affiliate_code: 'Q58388177J', name: 'Blog das Montanhas' }],
    buyer: {
      email: 'maria.aparecida@example.com',
      name: 'Maria Aparecida dos Santos Oliveira',
      first_name: 'Maria',
      last_name: 'Aparecida dos Santos Oliveira',
      checkout_phone: '31999990000',
      checkout_phone_code: '31',
      document: '00000000000',
      document_type: 'CPF',
      address: {
        country_iso: 'BR',
        country: 'Brasil',
        zipcode: '30140071',
        state: 'Minas Gerais',
        city: 'Belo Horizonte',
        neighborhood: 'Funcionários',
        complement: 'Apartamento 1201, bloco B',
        number: '1200',
        address: 'Avenida Getúlio Vargas',
      },
    },
    producer: {
      name: 'Fotografia de Paisagem Produções Digitais Ltda.',
      document: '00000000000000',
      legal_nature: 'Pessoa Jurídica',
    },
    commissions: [
      { value: 149.5, currency_value: 'BRL', source: 'MARKETPLACE' },
      {
        value: 548.2,
        currency_value: 'BRL',
        source: 'PRODUCER',
        currency_conversion: { converted_value: 100.12, converted_to_currency: 'USD', conversion_rate: 0.18263 },
      },
      { value: 299.3, currency_value: 'BRL', source: 'AFFILIATE' },
    ],
    purchase: {
      approved_date: purchase.now - 5_000,
      full_price: { value: 1_134.28, currency_value: 'BRL' },
      original_offer_price: { value: 997, currency_value: 'BRL' },
      price: { value: 997, currency_value: 'BRL' },
      offer: { code: 'n82b9jqz', coupon_code: 'PAISAGEM10' },
      origin: { src: 'newsletter-janeiro', sck: 'HOTMART_PRODUCT_PAGE|email|campanha-de-verao', xcod: 'a1b2c3d4e5f6' },
      recurrence_number: 1,
      date_next_charge: purchase.now + 2_592_000_000,
      subscription_anticipation_purchase: false,
      checkout_country: { name: 'Brasil', iso: 'BR' },
      order_bump: { is_order_bump: true, parent_purchase_transaction: 'HP02316330308193' },
      order_date: purchase.now - 90_000,
      status: purchase.status,
      transaction: purchase.transaction,
      payment: { type: 'CREDIT_CARD', installments_number: 12 },
      invoice_by: 'SELLER',
      is_funnel: false,
      business_model: 'I',
    },
    subscription: {
      status: 'ACTIVE',
      plan: { id: 731_246, name: 'Assinatura anual com mentoria' },
      subscriber: { code: 'I9OT62C3' },
    },
  }
}

/** All transaction codes have the same length, so that one can be written over another in a template. */
export function transactionCode(number: number): string {
  return `HP${String(number).padStart(14, '0')}`
}

/** All product ids have the same length too. */
export function productIdOf(producer: number): number {
  return 5_000_001 + producer
}

/** The report of a purchase as bytes. Each report is a copy of a template, as the load generator must use little CPU. */
export class PurchaseText {
  readonly #template: Buffer
  readonly #transactionAt: number
  readonly #productAt: number

  /** @param wrap adds the text around the document, such as a line of a batch */
  constructor(now: number, wrap: (document: string) => string = (document) => document) {
    const transaction = transactionCode(0)
    const document = purchaseDocument({ productId: productIdOf(0), transaction, status: 'APPROVED', now })
    this.#template = Buffer.from(wrap(JSON.stringify(document)))
    this.#transactionAt = this.#template.indexOf(transaction)
    this.#productAt = this.#template.indexOf(String(productIdOf(0)))
  }

  /** A line of a batch of events. */
  static asLine(now: number): PurchaseText {
    return new PurchaseText(now, (document) => `{"event":"PURCHASE_APPROVED","data":${document}}\n`)
  }

  /** The body that receivers get, for senders that take a finished body. */
  static asWebhook(now: number): PurchaseText {
    const envelope = { id: randomUUID(), creation_date: now, event: 'PURCHASE_APPROVED', version: '2.0.0' }
    return new PurchaseText(now, (document) => `${JSON.stringify(envelope).slice(0, -1)},"data":${document}}`)
  }

  get bytes(): number {
    return this.#template.byteLength
  }

  /** Returns new bytes, as several reports are in flight at the same time. */
  of(purchase: { number: number; producer: number }): Buffer {
    const text = Buffer.allocUnsafe(this.bytes)
    this.writeTo(text, 0, purchase)
    return text
  }

  writeTo(target: Buffer, at: number, { number, producer }: { number: number; producer: number }) {
    this.#template.copy(target, at)
    target.write(transactionCode(number), at + this.#transactionAt, 'latin1')
    target.write(String(productIdOf(producer)), at + this.#productAt, 'latin1')
  }
}
