import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { when } from '../../parameter.ts'
import { type PaymentType, paymentTypes } from '../../purchase/payment.ts'
import { formParameters } from '../form-parameter.ts'
import { formFormat, reported } from '../wording.ts'
import { asCount, asOneOf, inSmallLetters } from '../write.ts'

/** Two names of version 2.0.0 that this one spells otherwise; every other one is the same in small letters. */
const olderNames: Partial<Record<PaymentType, string>> = {
  CASHPAYMENT: 'cash_payment',
  DIRECT_BANK_TRANSFER: 'bank_transfer',
}

const typeNames = Object.fromEntries(paymentTypes.map((type) => [type, olderNames[type] ?? type.toLowerCase()]))

/** bcash, monthly and moip are gone, so what did not go through PayPal went through Hotmart’s own. */
function engineOf(type: string): string {
  return type.startsWith('PAYPAL') ? 'paypal' : 'hotmart'
}

const boleto = when({ en: 'paid by boleto', pt: 'pago por boleto', es: 'pagado con boleto' })

export const paymentParameters = formParameters(
  {
    path: 'payment_type',
    enum: [...new Set(Object.values(typeNames))],
    others: limit.otherValue,
    format: formFormat.lowerSnakeCase,
    description: {
      en: 'Means of payment. billet is the boleto. Of the names that older texts list, debit_card, moip_balance and bcash_balance are gone.',
      pt: 'Meio de pagamento. billet é o boleto. Dos nomes que textos mais antigos listam, debit_card, moip_balance e bcash_balance não existem mais.',
      es: 'Medio de pago. billet es el boleto. De los nombres que listan textos más antiguos, debit_card, moip_balance y bcash_balance ya no existen.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'credit_card',
    from: 'data.purchase.payment.type',
    write: asOneOf(typeNames, inSmallLetters),
  },
  {
    path: 'payment_engine',
    enum: ['hotmart', 'paypal'],
    format: formFormat.lowerSnakeCase,
    description: {
      en: 'Who handled the payment. Of the names that older texts list, bcash, monthly and moip are gone.',
      pt: 'Quem processou o pagamento. Dos nomes que textos mais antigos listam, bcash, monthly e moip não existem mais.',
      es: 'Quién procesó el pago. De los nombres que listan textos más antiguos, bcash, monthly y moip ya no existen.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'hotmart',
    from: 'data.purchase.payment.type',
    write: (value) => (typeof value === 'string' && value !== '' ? engineOf(value) : undefined),
  },
  {
    path: 'installments_number',
    limit: { maxLength: 3 },
    format: format.digits,
    description: {
      en: 'In how many instalments the purchase is paid.',
      pt: 'Em quantas parcelas a compra é paga.',
      es: 'En cuántas cuotas se paga la compra.',
    },
    presence: reported,
    affiliate: 'yes',
    example: '1',
    from: 'data.purchase.payment.installments_number',
    write: asCount,
  },
  {
    path: 'billet_url',
    limit: limit.url,
    format: format.url,
    description: {
      en: 'Where the boleto can be seen and printed. The notification meant for affiliates carries it.',
      pt: 'Onde o boleto pode ser visto e impresso. A notificação destinada aos afiliados o traz.',
      es: 'Dónde se puede ver e imprimir el boleto. La notificación destinada a los afiliados lo lleva.',
    },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: 'https://boleto.example.com/bHP16015479281022',
    from: 'data.purchase.payment.billet_url',
  },
  {
    path: 'billet_barcode',
    limit: { maxLength: 60 },
    format: { en: '44 to 48 digits', pt: 'de 44 a 48 dígitos', es: 'de 44 a 48 dígitos' },
    description: {
      en: 'Bar code of the boleto, to be typed or copied into a banking app.',
      pt: 'Código de barras do boleto, para digitar ou copiar no aplicativo do banco.',
      es: 'Código de barras del boleto, para escribirlo o copiarlo en la aplicación del banco.',
    },
    presence: boleto,
    affiliate: 'with-buyer-data',
    example: '00000000000000000000000000000000000000000019700',
    from: 'data.purchase.payment.billet_barcode',
  },
)
