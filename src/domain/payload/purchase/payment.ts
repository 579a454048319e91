import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { parameters, when } from '../parameter.ts'
import { reported } from '../presence.ts'

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

// How it was paid decides, not the event: a sale paid by PIX keeps its code in every later event.
const boleto = when({ en: 'paid by boleto', pt: 'pagamento por boleto', es: 'pago con boleto' })
const pix = when({
  en: 'paid by PIX, in later events of the sale too',
  pt: 'pagamento por PIX, também nos eventos seguintes da venda',
  es: 'pago con PIX, también en los eventos siguientes de la venta',
})

export const paymentParameters = parameters(
  {
    path: 'data.purchase.payment',
    type: 'object',
    format: format.object,
    description: { en: 'How the purchase is paid.', pt: 'Como a compra é paga.', es: 'Cómo se paga la compra.' },
    presence: reported,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.purchase.payment.type',
    type: 'string',
    enum: paymentTypes,
    others: limit.otherValue,
    format: format.upperSnakeCase,
    description: {
      en: 'Means of payment. BILLET is the boleto. In 2023 CASH_PAYMENT was sent as CASHPAYMENT: understand both.',
      pt: 'Meio de pagamento. BILLET é o boleto. Em 2023, CASH_PAYMENT era enviado como CASHPAYMENT: aceite os dois.',
      es: 'Medio de pago. BILLET es el boleto. En 2023, CASH_PAYMENT se enviaba como CASHPAYMENT: acepta ambos.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'CREDIT_CARD',
  },
  {
    path: 'data.purchase.payment.installments_number',
    type: 'integer',
    limit: { minimum: 0, maximum: 999 },
    format: format.integer,
    description: {
      en: 'In how many instalments the purchase is paid. It says something for BRL, MXN and COP only.',
      pt: 'Em quantas parcelas a compra é paga. Só tem significado para BRL, MXN e COP.',
      es: 'En cuántas cuotas se paga la compra. Solo tiene sentido para BRL, MXN y COP.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 1,
  },
  {
    path: 'data.purchase.payment.billet_url',
    type: 'string',
    limit: limit.url,
    format: format.url,
    description: {
      en: 'Where the boleto can be seen and printed.',
      pt: 'Onde o boleto pode ser visto e impresso.',
      es: 'Dónde se puede ver e imprimir el boleto.',
    },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: 'https://boleto.example.com/bHP16015479281022',
  },
  {
    path: 'data.purchase.payment.billet_barcode',
    type: 'string',
    limit: { maxLength: 60 },
    format: { en: '44 to 48 digits', pt: '44 a 48 dígitos', es: 'de 44 a 48 dígitos' },
    description: {
      en: 'Bar code of the boleto, to be typed or copied into a banking app.',
      pt: 'Código de barras do boleto, para digitar ou copiar no aplicativo do banco.',
      es: 'Código de barras del boleto, para escribirlo o copiarlo en la app del banco.',
    },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: '00000000000000000000000000000000000000000019700',
  },
  {
    path: 'data.purchase.payment.pix_code',
    type: 'string',
    limit: { maxLength: 512 },
    format: { en: 'EMV code (“copia e cola”)', pt: 'código EMV (“copia e cola”)', es: 'código EMV (“copia e cola”)' },
    description: {
      en: 'PIX code, to be copied into a banking app.',
      pt: 'Código PIX, para copiar no aplicativo do banco.',
      es: 'Código PIX, para copiarlo en la app del banco.',
    },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: '00020126330014br.gov.bcb.pix0111000000000005204000053039865406197.005802BR6304ABCD',
  },
  {
    path: 'data.purchase.payment.pix_expiration_date',
    type: 'integer',
    limit: limit.wholeSeconds,
    format: format.wholeSeconds,
    description: {
      en: 'Until when the PIX code can be paid: 48 hours after the order.',
      pt: 'Até quando o código PIX pode ser pago: 48 horas depois do pedido.',
      es: 'Hasta cuándo se puede pagar el código PIX: 48 horas después del pedido.',
    },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: 1768651110000,
  },
  {
    path: 'data.purchase.payment.pix_qrcode',
    type: 'string',
    limit: limit.url,
    format: format.url,
    description: {
      en: 'Page with the PIX code as a picture, on the host of the payment processor.',
      pt: 'Página com o código PIX em imagem (QR code), no endereço da processadora de pagamentos.',
      es: 'Página con el código PIX como imagen (código QR), en el sitio del procesador de pagos.',
    },
    presence: pix,
    affiliate: 'with-buyer-data',
    example: 'https://pix.example.com/qr/HP16015479281022',
  },
  {
    path: 'data.purchase.payment.refusal_reason',
    type: 'string',
    limit: { maxLength: 1000 },
    format: {
      en: 'free text, in any language',
      pt: 'texto livre, em qualquer idioma',
      es: 'texto libre, en cualquier idioma',
    },
    description: {
      en: 'Why the payment was refused, in words for people. They change: do not compare them.',
      pt: 'Por que o pagamento foi recusado, em palavras para pessoas. Elas mudam: não as compare.',
      es: 'Por qué se rechazó el pago, en palabras para personas. Cambian: no las compares.',
    },
    presence: when({
      en: 'the payment was refused and a reason is known',
      pt: 'o pagamento foi recusado e se sabe o motivo',
      es: 'el pago fue rechazado y se conoce el motivo',
    }),
    affiliate: 'with-buyer-data',
    only: ['PURCHASE_CANCELED', 'PURCHASE_DELAYED'],
    example: 'Transaction refused by the card issuer',
  },
)
