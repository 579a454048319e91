import { chargeDateParameters } from '../../fields/charge-date.ts'
import { wholeSecond } from '../../whole-second.ts'
import { broughtByParameters } from '../brought-by.ts'
import type { Family } from '../family.ts'
import { ana } from '../person.ts'
import { exampleSubscriber, monthlyPlan } from './plans.ts'
import { withProductName, withStatusAsSent } from './switch-plan.ts'

const day = 24 * 3_600_000

/** The day on which a subscription is charged was changed. */
export const chargeDateFamily: Family = {
  parameters: [...chargeDateParameters, ...broughtByParameters],
  productAt: ['subscription', 'product'],
  normalize: withStatusAsSent,
  complete: (data, { product }) => withProductName(data, product.name),
  arrange: (_event, _reader, data) => data,
  example({ product, now }) {
    const nextCharge = now + 20 * day
    return {
      subscriber: { name: ana.name, email: ana.email, code: exampleSubscriber },
      subscription: {
        product: { id: product.id, name: product.name },
        status: 'ACTIVE',
        old_charge_day: new Date(now + 5 * day).getUTCDate(),
        new_charge_day: new Date(nextCharge).getUTCDate(),
        date_next_charge: wholeSecond(nextCharge),
      },
      plan: { id: monthlyPlan.id, name: monthlyPlan.name, offer: { code: monthlyPlan.offer } },
    }
  },
}
