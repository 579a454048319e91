import { format } from '../format.ts'
import { parameters, when } from '../parameter.ts'
import * as limit from './limits.ts'

/** CASHPAYMENT is how Hotmart wrote CASH_PAYMENT in 2023; PAYPAL_INTERNACIONAL is its spelling to this day. */
export const paymentTypes = [
  'BILLET',
  'CASH_PAYMENT',
  'CASHPAYMENT',
  'CREDIT_CARD',
  'DIRECT_BANK_TRANSFER',
  'DIRECT_DEBIT',
  'FINANCED_BILLET',
  'FINANCED_INSTALLMENT',
  'GOOGLE_PAY',
  'HOTCARD',
  'HYBRID',
  'MANUAL_TRANSFER',
  'PAYPAL',
  'PAYPAL_INTERNACIONAL',
  'PICPAY',
  'PIX',
  'SAMSUNG_PAY',
  'WALLET',
] as const
export type PaymentType = (typeof paymentTypes)[number]

const reported = when('the platform reports it; Hotmart always does')
// How it was paid decides, not the event: a sale paid by PIX keeps its code in every later event.
const boleto = when('paid by boleto')
const pix = when('paid by PIX, in later events of the sale too')

export const paymentParameters = parameters(
  {
    path: 'data.purchase.payment',
    type: 'object',
    format: format.object,
    description: { en: 'How the purchase is paid.' },
    presence: reported,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.purchase.payment.type',
    type: 'string',
    enum: paymentTypes,
    format: format.upperSnakeCase,
    description: {
      en: 'Means of payment. BILLET is the boleto. In 2023 CASH_PAYMENT was sent as CASHPAYMENT: understand both.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'CREDIT_CARD',
  },
  {
    path: 'data.purchase.payment.installments_number',
    type: 'integer',
    limit: { minimum: 1, maximum: 999 },
    format: format.integer,
    description: { en: 'In how many instalments the purchase is paid. It says something for BRL, MXN and COP only.' },
    presence: reported,
    affiliate: 'yes',
    example: 1,
  },
  {
    path: 'data.purchase.payment.billet_url',
    type: 'string',
    limit: limit.url,
    format: format.url,
    description: { en: 'Where the boleto can be seen and printed.' },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: 'https://boleto.example.com/bHP16015479281022',
  },
  {
    path: 'data.purchase.payment.billet_barcode',
    type: 'string',
    limit: { maxLength: 60 },
    format: { en: '44 to 48 digits' },
    description: { en: 'Bar code of the boleto, to be typed or copied into a banking app.' },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: '00000000000000000000000000000000000000000019700',
  },
  {
    path: 'data.purchase.payment.pix_code',
    type: 'string',
    limit: { maxLength: 512 },
    format: { en: 'EMV code (“copia e cola”)' },
    description: { en: 'PIX code, to be copied into a banking app.' },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: '00020126330014br.gov.bcb.pix0111000000000005204000053039865406197.005802BR6304ABCD',
  },
  {
    path: 'data.purchase.payment.pix_expiration_date',
    type: 'integer',
    limit: limit.milliseconds,
    format: format.milliseconds,
    description: { en: 'Until when the PIX code can be paid: 48 hours after the order.' },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: 1768651110000,
  },
  {
    path: 'data.purchase.payment.pix_qrcode',
    type: 'string',
    limit: limit.url,
    format: format.url,
    description: { en: 'Page with the PIX code as a picture, on the host of the payment processor.' },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: 'https://pix.example.com/qr/HP16015479281022',
  },
  {
    path: 'data.purchase.payment.refusal_reason',
    type: 'string',
    limit: { maxLength: 1000 },
    format: { en: 'free text, in any language' },
    description: { en: 'Why the payment was refused, in words for people. They change: do not compare them.' },
    presence: when('the payment was refused and a reason is known'),
    affiliate: 'with-buyer-data',
    only: ['PURCHASE_CANCELED', 'PURCHASE_DELAYED'],
    example: 'Transaction refused by the card issuer',
  },
)
