import { cancellationParameters } from '../../fields/cancellation.ts'
import { wholeSecond } from '../../whole-second.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { ana } from '../person.ts'
import { exampleSubscriber, monthlyPlan } from './plans.ts'

const day = 24 * 3_600_000

/** A subscription was cancelled, by its subscriber, the seller or the platform. */
export const cancellationFamily: Family = {
  parameters: [...cancellationParameters, ...broughtByParameters],
  productAt: ['product'],
  complete(data, { product, occurredAt }) {
    const named = withMember(data, 'product', fill(data.product, { name: product.name }))
    return withMember(named, 'cancellation_date', data.cancellation_date ?? occurredAt)
  },
  arrange: (_event, _reader, data) => data,
  example: ({ product, now }) => ({
    actual_recurrence_value: monthlyPlan.price,
    cancellation_date: now - 100,
    date_next_charge: wholeSecond(now) + 12 * day,
    product: { id: product.id, name: product.name },
    subscriber: {
      code: exampleSubscriber,
      name: ana.name,
      email: ana.email,
      phone: { dddPhone: '', phone: '', dddCell: '11', cell: '999990000' },
    },
    subscription: { id: 471681, plan: { id: monthlyPlan.id, name: monthlyPlan.name } },
  }),
}
