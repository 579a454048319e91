import * as limit from '../../limits.ts'
import { always } from '../../presence.ts'
import { subscriptionStatuses } from '../../subscription/statuses.ts'
import { ifReportedFrom } from '../../version-1/if-reported-from.ts'
import { json, jsonFields } from '../../version-1/json-parameter.ts'
import { said } from '../said.ts'
import { hottokRow } from './hottok.ts'

/** The body of a plan switch in version 1.0.0. */
export const switchPlanParameters = jsonFields(
  'versionOneSwitchPlan',
  json.milliseconds(
    'switchPlanDate',
    'When the plan was changed. Its presence tells a plan switch from other posts.',
    1_768_478_399_000,
    { presence: always, from: 'data.switch_plan_date' },
  ),
  json.object('subscription', 'The subscription whose plan was changed.', { presence: always }),
  json.object('subscription.product', 'The product that is subscribed to.', { presence: always }),
  json.wholeNumber('subscription.product.id', said['product.id'], 1_234_567, {
    presence: always,
    from: 'data.subscription.product.id',
  }),
  json.text('subscription.product.name', said['product.name'], 'Baking Bread at Home', {
    presence: always,
    from: 'data.subscription.product.name',
  }),
  json.wholeNumber('subscription.recurrenceNumber', said['subscription.recurrence_number'], 3, {
    limit: { ...limit.charges, minimum: 1 },
    ...ifReportedFrom('data.subscription.recurrence_number'),
  }),
  json.choice(
    'subscription.status',
    'Status of the subscription. Here CANCELED has one L, and the seller is called VENDOR.',
    'ACTIVE',
    { enum: subscriptionStatuses, from: 'data.subscription.status' },
  ),
  json.object('subscription.subscriber', 'Who is subscribed.', { presence: always }),
  json.subscriberCode('subscription.subscriber.code', said['subscriber.codeInVersionOne'], {
    presence: always,
    from: 'data.subscription.subscriber_code',
  }),
  json.object('subscription.subscriber.user', 'Name and address of the subscriber.', { affiliate: 'with-buyer-data' }),
  json.personName('subscription.subscriber.user.name', said['subscriber.name'], {
    ...ifReportedFrom('data.subscription.user.name'),
    affiliate: 'with-buyer-data',
  }),
  json.email('subscription.subscriber.user.email', said['subscriber.emailInVersionOne'], {
    affiliate: 'with-buyer-data',
    from: 'data.subscription.user.email',
  }),
  ...plan('subscription.plan', 'The plan of the subscription: the new one.', 'current'),
  ...plan('newSubscriptionPlan', 'The plan that is now in force.', 'current'),
  ...plan('previousSubscriptionPlan', 'The plan that was in force before.', '!current'),
  hottokRow,
)

/** A plan stands in three places, with the same fields. */
function plan<const Path extends string>(path: Path, description: string, which: 'current' | '!current') {
  const from = `data.plans[${which}]` as const
  return [
    json.object(path, description),
    json.text(`${path}.name`, said['plan.name'], 'Annual plan', { from: `${from}.name` }),
    json.wholeNumber(`${path}.maxChargeCycles`, said['plan.max_charge_cycles'], 12, {
      limit: limit.charges,
      ...ifReportedFrom(`${from}.max_charge_cycles`),
    }),
    json.days(`${path}.recurrencyPeriod`, said['plan.recurrency_period'], 30, {
      ...ifReportedFrom(`${from}.recurrency_period`),
    }),
    json.object(`${path}.offer`, said['plan.offer']),
    json.code(`${path}.offer.key`, said['offer.code'], 'py01ycdp', { from: `${from}.offer.key` }),
    json.money(`${path}.value`, said['plan.value'], 64.9, {
      ...ifReportedFrom(`${from}.value`),
    }),
    json.currency(`${path}.currencyCode`, said['plan.currency_code'], {
      ...ifReportedFrom(`${from}.currency_code`),
    }),
  ] as const
}
