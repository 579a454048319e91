import { type Read, refuse } from './integrator.ts'

/**
 * A flow as people draw it in n8n or Make: a switch on the event, then switches that tell a new subscription from a renewal and a PIX
 * from a boleto, then expressions that need a field to be there. A post without a branch is an error.
 */
export const workflowRouter: Read = ({ headers, body }, hottok) => {
  if (headers['x-hotmart-hottok'] !== hottok) refuse(401, 'hottok')
  const { event, data } = JSON.parse(body)
  const branch = branchOf(event, data)
  const message = branch(data)
  if (/undefined|null|NaN|\[object/.test(message)) refuse(422, `an expression found nothing: ${message}`)
  return event
}

// biome-ignore lint/suspicious/noExplicitAny: expressions of such tools have no types.
type Data = any
type Branch = (data: Data) => string

function branchOf(event: string, { purchase, subscription }: Data): Branch {
  switch (event) {
    case 'PURCHASE_APPROVED':
    case 'PURCHASE_COMPLETE':
      if (purchase.order_bump.is_order_bump) return orderBump
      if (!subscription) return byPayment(purchase.payment.type)
      if (purchase.recurrence_number === 1) return subscriptionBegins
      if (purchase.recurrence_number > 1) return subscriptionGoesOn
      return refuse(422, `no branch for charge ${purchase.recurrence_number} of a subscription`)
    case 'PURCHASE_BILLET_PRINTED':
      if (purchase.payment.type === 'BILLET')
        return ({ buyer, purchase: { payment } }) =>
          `${buyer.checkout_phone}: ${payment.billet_url} ${payment.billet_barcode}`
      if (purchase.payment.type === 'PIX')
        return ({ buyer, purchase: { payment } }) =>
          `${buyer.checkout_phone}: ${payment.pix_code} ${payment.pix_qrcode} ${new Date(payment.pix_expiration_date).toISOString()}`
      return refuse(422, `no branch for ${purchase.payment.type}`)
    case 'PURCHASE_CANCELED':
    case 'PURCHASE_DELAYED':
      return ({ buyer, purchase: { payment } }) => `${buyer.first_name}: ${payment.refusal_reason}`
    case 'PURCHASE_PROTEST':
    case 'PURCHASE_REFUNDED':
    case 'PURCHASE_CHARGEBACK':
    case 'PURCHASE_EXPIRED':
      return ({ buyer, purchase: { transaction, offer } }) => `${buyer.email} ${transaction} ${offer.code}`
    case 'PURCHASE_OUT_OF_SHOPPING_CART':
      return ({ buyer, product, offer }) => `${buyer.name} ${buyer.email} ${product.name} ${offer.code}`
    case 'SUBSCRIPTION_CANCELLATION':
      return ({ subscriber, subscription: { plan }, date_next_charge }) =>
        `${subscriber.code} ${subscriber.email} ${plan.name} ${new Date(date_next_charge).toISOString()}`
    case 'SWITCH_PLAN':
      return ({ subscription: { subscriber_code, user }, plans }) =>
        `${subscriber_code} ${user.email} ${nameOf(plans, false)} → ${nameOf(plans, true)}`
    case 'UPDATE_SUBSCRIPTION_CHARGE_DATE':
      return ({ subscriber, subscription: { old_charge_day, new_charge_day } }) =>
        `${subscriber.code}: ${old_charge_day} → ${new_charge_day}`
    case 'CLUB_FIRST_ACCESS':
      return ({ user, product }) => `${user.email} ${product.id.toString()}`
    case 'CLUB_MODULE_COMPLETED':
      return ({ user, module, product }) => `${user.email} ${module.name} ${Number(product.id)}`
    case 'ORDER_FULFILLMENT':
      return ({ product, purchase: { transaction } }) => `${product.id} ${transaction}`
    default:
      return refuse(422, `no branch for ${event}`)
  }
}

function byPayment(type: string): Branch {
  const known = ['CREDIT_CARD', 'BILLET', 'PIX', 'PAYPAL', 'WALLET', 'GOOGLE_PAY', 'HYBRID']
  return known.includes(type) ? sale : refuse(422, `no branch for ${type}`)
}

const sale: Branch = ({ affiliates, buyer, commissions, purchase }) => {
  const fee = commissions.find(({ source }: Data) => source === 'MARKETPLACE').value
  const broughtBy = affiliates[0].affiliate_code.toUpperCase() || 'nobody'
  const phone = `+55${buyer.checkout_phone}`
  return `${buyer.name} ${phone} ${buyer.address.city} ${(purchase.price.value - fee).toFixed(2)} ${broughtBy} ${new Date(purchase.approved_date).toISOString()}`
}

const orderBump: Branch = (data) => `${sale(data)} with ${data.purchase.order_bump.parent_purchase_transaction}`

const subscriptionBegins: Branch = (data) =>
  `${sale(data)} ${data.subscription.subscriber.code} ${data.subscription.plan.name}`

const subscriptionGoesOn: Branch = (data) =>
  `${subscriptionBegins(data)} until ${new Date(data.purchase.date_next_charge).toISOString()}`

function nameOf(plans: Data, current: boolean): string {
  return plans.find((plan: Data) => plan.current === current).name
}
