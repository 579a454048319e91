/** CASHPAYMENT is Hotmart's spelling of CASH_PAYMENT in 2023; PAYPAL_INTERNACIONAL is its current spelling. */
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
