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
