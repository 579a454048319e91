import { type Cast, day, hour, minute, second, toldAfter } from './cast.ts'
import type { Step } from './story.ts'

/** A card is approved while the buyer waits. The sale is complete when the guarantee ends. */
export function cardComplete({ sale, purchase }: Cast): readonly Step[] {
  const order = sale()
  return [purchase('PURCHASE_APPROVED', 90 * second, order), purchase('PURCHASE_COMPLETE', 8 * day, order)]
}

/** Two days from the boleto to the payment, which is usual for banks. */
export function boletoApproved({ sale, purchase }: Cast): readonly Step[] {
  const order = sale({ paymentType: 'BILLET', paidAfter: 2 * day })
  return [
    purchase('PURCHASE_BILLET_PRINTED', 6 * second, order),
    purchase('PURCHASE_APPROVED', 2 * day + toldAfter, order),
  ]
}

export function pixExpired({ sale, purchase }: Cast): readonly Step[] {
  const order = sale({ paymentType: 'PIX', paidAfter: null })
  return [
    purchase('PURCHASE_BILLET_PRINTED', 6 * second, order),
    purchase('PURCHASE_EXPIRED', 48 * hour + minute, order),
  ]
}

export function refund({ sale, purchase }: Cast): readonly Step[] {
  const order = sale()
  return [
    purchase('PURCHASE_APPROVED', 90 * second, order),
    purchase('PURCHASE_PROTEST', 3 * day, order),
    purchase('PURCHASE_REFUNDED', 4 * day, order),
  ]
}

export function chargeback({ sale, purchase }: Cast): readonly Step[] {
  const order = sale()
  return [purchase('PURCHASE_APPROVED', 90 * second, order), purchase('PURCHASE_CHARGEBACK', 20 * day, order)]
}

/** The visitor leaves, and comes back in the evening. */
export function cartRecovered({ sale, purchase, other, buyer }: Cast): readonly Step[] {
  const order = sale({ orderedAfter: 6 * hour })
  return [
    other('PURCHASE_OUT_OF_SHOPPING_CART', 0, { buyer: { name: buyer.name, email: buyer.email } }),
    purchase('PURCHASE_APPROVED', 6 * hour + 90 * second, order),
  ]
}

/** One click at the checkout makes two transactions: the second names the first, and follows seconds later. */
export function orderBump({ sale, purchase, addedProduct }: Cast): readonly Step[] {
  const checkoutTag = 'offer-page'
  const order = sale({ checkoutTag })
  const bump = sale({ of: addedProduct, number: 1, orderedAfter: second, price: 29, checkoutTag, addedTo: order })
  return [purchase('PURCHASE_APPROVED', 90 * second, order), purchase('PURCHASE_APPROVED', 96 * second, bump)]
}
