import { type EventName, isPurchaseEvent, type PurchaseEvent } from '../../event.ts'
import { cartFamily } from './cart/cart.ts'
import { firstAccessFamily } from './club/first-access.ts'
import { moduleCompletedFamily } from './club/module-completed.ts'
import type { Family } from './family.ts'
import { orderFulfillmentFamily } from './fulfillment/order-fulfillment.ts'
import { purchaseFamily } from './purchase/family.ts'
import { cancellationFamily } from './subscription/cancellation.ts'
import { chargeDateFamily } from './subscription/charge-date.ts'
import { switchPlanFamily } from './subscription/switch-plan.ts'

const others: Readonly<Record<Exclude<EventName, PurchaseEvent>, Family>> = {
  PURCHASE_OUT_OF_SHOPPING_CART: cartFamily,
  SUBSCRIPTION_CANCELLATION: cancellationFamily,
  SWITCH_PLAN: switchPlanFamily,
  UPDATE_SUBSCRIPTION_CHARGE_DATE: chargeDateFamily,
  CLUB_FIRST_ACCESS: firstAccessFamily,
  CLUB_MODULE_COMPLETED: moduleCompletedFamily,
  ORDER_FULFILLMENT: orderFulfillmentFamily,
}

export function familyOf(event: EventName): Family {
  return isPurchaseEvent(event) ? purchaseFamily : others[event]
}
