import { subscriptionStatuses } from '../families/subscription/statuses.ts'
import { format } from '../rows/format.ts'
import { when } from '../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../rows/row.ts'
import { said } from './said.ts'

export const chargeDateParameters = dataFields(
  'chargeDate',
  field.object('subscriber', said.subscriber, required),
  field.personName('subscriber.name', said['subscriber.name'], { affiliate: 'with-buyer-data' }),
  field.email('subscriber.email', said['subscriber.email'], { affiliate: 'with-buyer-data' }),
  field.subscriberCode('subscriber.code', said['subscriber.code'], required),
  field.object('subscription', 'The subscription whose day of charge was changed.', required),
  field.object('subscription.product', said['subscription.product'], required),
  field.wholeNumber('subscription.product.id', said['product.id'], 1_234_567, required),
  field.text('subscription.product.name', said['product.name'], 'Baking Bread at Home', derived),
  field.choice('subscription.status', 'Status of the subscription, spelled as in SWITCH_PLAN.', 'ACTIVE', {
    enum: subscriptionStatuses,
  }),
  field.dayOfMonth('subscription.old_charge_day', 'Day on which the subscription was charged before.', 10),
  field.dayOfMonth('subscription.new_charge_day', 'Day on which the subscription is charged from now on.', 20),
  field.wholeSeconds('subscription.date_next_charge', 'When the next charge comes, by the new day.', 1_768_910_400_000),
  ...sharing(
    { presence: when.inClassicTest },
    field.dayOfMonth('subscription.oldChargeDay', 'What the test tool of Hotmart calls old_charge_day.', 10),
    field.dayOfMonth('subscription.newChargeDay', 'What the test tool of Hotmart calls new_charge_day.', 20),
    field.text(
      'subscription.dateNextCharge',
      'What the test tool of Hotmart calls date_next_charge, as a text.',
      '2026-01-20T12:00:00.000Z',
      { limit: { maxLength: 32 }, format: format.dateTimeWithFraction },
    ),
  ),
  field.object('plan', 'The plan that is in force.'),
  field.wholeNumber('plan.id', said['plan.id'], 731_246),
  field.text('plan.name', said['plan.name'], 'Monthly plan'),
  field.object('plan.offer', said['plan.offer']),
  field.code('plan.offer.code', said['offer.code'], 'n82b9jqz'),
)
