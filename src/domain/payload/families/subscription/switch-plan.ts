import { isJsonObject, type JsonObject, valueAt } from '../../../text/json.ts'
import { switchPlanParameters } from '../../fields/switch-plan.ts'
import { wholeSecond } from '../../whole-second.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { ana } from '../person.ts'
import { annualPlan, exampleSubscriber, monthlyPlan } from './plans.ts'
import { subscriptionStatusAsSent } from './statuses.ts'

const day = 24 * 3_600_000

/** A subscriber changed to another plan. */
export const switchPlanFamily: Family = {
  parameters: [...switchPlanParameters, ...broughtByParameters],
  productAt: ['subscription', 'product'],
  normalize: withStatusAsSent,
  complete(data, { product, occurredAt }) {
    const named = withProductName(data, product.name)
    return withMember(named, 'switch_plan_date', data.switch_plan_date ?? occurredAt)
  },
  arrange: (_event, _reader, data) => data,
  example: ({ product, now }) => ({
    switch_plan_date: now - 1000,
    subscription: {
      subscriber_code: exampleSubscriber,
      status: 'ACTIVE',
      date_next_charge: wholeSecond(now) + 30 * day,
      product: { id: product.id, name: product.name },
      user: { email: ana.email },
    },
    plans: [
      { id: annualPlan.id, name: annualPlan.name, offer: { key: annualPlan.offer }, current: true },
      { id: monthlyPlan.id, name: monthlyPlan.name, offer: { key: monthlyPlan.offer }, current: false },
    ],
  }),
}

/** `subscription.product` with its name filled in: two events have their product there. */
export function withProductName(data: JsonObject, name: string): JsonObject {
  const { subscription } = data
  if (!isJsonObject(subscription)) return data
  return withMember(data, 'subscription', withMember(subscription, 'product', fill(subscription.product, { name })))
}

export function withStatusAsSent(data: JsonObject): JsonObject {
  const { subscription } = data
  const status = valueAt(data, 'subscription', 'status')
  if (!isJsonObject(subscription) || typeof status !== 'string') return data
  return withMember(data, 'subscription', withMember(subscription, 'status', subscriptionStatusAsSent(status)))
}
