import { annualPlan, monthlyPlan, type Plan } from '../payload/families/subscription/plans.ts'
import { wholeSecond } from '../payload/whole-second.ts'
import { type Cast, day, second } from './cast.ts'
import type { Step } from './story.ts'

const month = monthlyPlan.every

/** Paid three times, then the card has nothing left: the charge is tried again, in vain, until the subscriber gives up. */
export function subscription({ charge, purchase, other, buyer, subscriberCode, at }: Cast): readonly Step[] {
  const paid = (recurrence: number) => {
    const orderedAfter = (recurrence - 1) * month
    const renewal = charge(recurrence, monthlyPlan, orderedAfter, true)
    return purchase('PURCHASE_APPROVED', orderedAfter + 90 * second, renewal)
  }
  const unpaid = charge(4, monthlyPlan, 3 * month, false)
  const late = (after: number) => purchase('PURCHASE_DELAYED', 3 * month + after, unpaid)
  return [
    paid(1),
    paid(2),
    paid(3),
    late(100 * second),
    late(1 * day),
    late(3 * day),
    other('SUBSCRIPTION_CANCELLATION', 3 * month + 5 * day, {
      actual_recurrence_value: monthlyPlan.price,
      date_next_charge: wholeSecond(at(4 * month)),
      subscriber: { code: subscriberCode, name: buyer.name, email: buyer.email },
      subscription: { plan: { id: monthlyPlan.id, name: monthlyPlan.name } },
    }),
  ]
}

/** From month to month at first; after twelve days for the whole year, which is charged when the month is over. */
export function planSwitch({ charge, purchase, other, buyer, subscriberCode, at }: Cast): readonly Step[] {
  const plan = ({ id, name, offer }: Plan, current: boolean) => ({ id, name, offer: { key: offer }, current })
  return [
    purchase('PURCHASE_APPROVED', 90 * second, charge(1, monthlyPlan, 0, true)),
    other('SWITCH_PLAN', 12 * day, {
      subscription: {
        subscriber_code: subscriberCode,
        date_next_charge: wholeSecond(at(month)),
        user: { email: buyer.email },
      },
      plans: [plan(annualPlan, true), plan(monthlyPlan, false)],
    }),
    purchase('PURCHASE_APPROVED', month + 90 * second, charge(2, annualPlan, month, true)),
  ]
}
