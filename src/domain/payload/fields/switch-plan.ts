import { subscriptionStatuses } from '../families/subscription/statuses.ts'
import { when } from '../rows/presence.ts'
import { dataFields, derived, field, required } from '../rows/row.ts'
import { said } from './said.ts'

export const switchPlanParameters = dataFields(
  'switchPlan',
  field.milliseconds('switch_plan_date', 'When the plan was changed.', 1_768_478_399_000, derived),
  field.object(
    'subscription',
    'The subscription whose plan was changed. Its product stands inside it, unlike in other events.',
    required,
  ),
  field.subscriberCode('subscription.subscriber_code', said['subscriber.code'], required),
  field.choice(
    'subscription.status',
    'Status of the subscription. Here CANCELED has one L and the seller is called VENDOR; purchases spell it CANCELLED_BY_SELLER.',
    'ACTIVE',
    { enum: subscriptionStatuses },
  ),
  field.wholeSeconds('subscription.date_next_charge', 'When the next charge comes.', 1_771_070_400_000, {
    presence: when.ifReported,
  }),
  field.object('subscription.product', said['subscription.product'], required),
  field.wholeNumber('subscription.product.id', said['product.id'], 1_234_567, required),
  field.text('subscription.product.name', said['product.name'], 'Baking Bread at Home', derived),
  field.object('subscription.user', said.subscriber, { affiliate: 'with-buyer-data' }),
  field.email('subscription.user.email', said['subscriber.email'], { affiliate: 'with-buyer-data' }),
  field.list('plans[]', 'The plan that is now in force and the one before it, in no promised order: see current.', {
    limit: { maxItems: 10 },
  }),
  field.wholeNumber('plans[].id', said['plan.id'], 731_246),
  field.text('plans[].name', said['plan.name'], 'Annual plan'),
  field.object('plans[].offer', said['plan.offer']),
  field.code('plans[].offer.key', 'Code of the offer. Purchases call it code.', 'py01ycdp'),
  field.flag('plans[].current', 'Whether this is the plan now in force.', true),
)
