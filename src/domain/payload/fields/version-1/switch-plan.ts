import * as limit from '../../rows/limits.ts'
import { always, ifReportedAs } from '../../rows/presence.ts'
import { json, jsonFields, type ValueOrigin } from '../../version-1/json-parameter.ts'
import { sameAs } from '../../version-1/same-field.ts'
import { said } from '../said.ts'
import { switchPlanParameters as reported } from '../switch-plan.ts'
import { hottokRow } from './hottok.ts'
import { switchPlanInputs } from './inputs.ts'

const { same, told } = sameAs<ValueOrigin>([...reported, ...switchPlanInputs])

/** The body of a plan switch in version 1.0.0. */
export const switchPlanParameters = jsonFields(
  'versionOneSwitchPlan',
  told(
    'switchPlanDate',
    'data.switch_plan_date',
    'When the plan was changed. Its presence tells a plan switch from other posts.',
  ),
  json.object('subscription', 'The subscription whose plan was changed.', { presence: always }),
  json.object('subscription.product', 'The product that is subscribed to.', { presence: always }),
  same('subscription.product.id', 'data.subscription.product.id'),
  same('subscription.product.name', 'data.subscription.product.name'),
  json.wholeNumber('subscription.recurrenceNumber', said['subscription.recurrence_number'], 3, {
    limit: { ...limit.charges, minimum: 1 },
    presence: ifReportedAs('subscription.recurrence_number'),
    from: 'data.subscription.recurrence_number',
  }),
  told(
    'subscription.status',
    'data.subscription.status',
    'Status of the subscription. Here CANCELED has one L, and the seller is called VENDOR.',
  ),
  json.object('subscription.subscriber', 'Who is subscribed.', { presence: always }),
  told('subscription.subscriber.code', 'data.subscription.subscriber_code', said['subscriber.codeInVersionOne']),
  json.object('subscription.subscriber.user', 'Name and address of the subscriber.', { affiliate: 'with-buyer-data' }),
  same('subscription.subscriber.user.name', 'data.subscription.user.name'),
  told('subscription.subscriber.user.email', 'data.subscription.user.email', said['subscriber.emailInVersionOne']),
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
    same(`${path}.name`, `${from}.name`),
    same(`${path}.maxChargeCycles`, `${from}.max_charge_cycles`),
    same(`${path}.recurrencyPeriod`, `${from}.recurrency_period`),
    json.object(`${path}.offer`, said['plan.offer']),
    told(`${path}.offer.key`, `${from}.offer.key`, said['offer.code']),
    same(`${path}.value`, `${from}.value`),
    same(`${path}.currencyCode`, `${from}.currency_code`),
  ] as const
}
