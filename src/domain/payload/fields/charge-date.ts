import { format } from '../format.ts'
import { when } from '../presence.ts'
import {
  choice,
  code,
  dataFields,
  dayOfMonth,
  derived,
  email,
  object,
  personName,
  required,
  sharing,
  subscriberCode,
  text,
  wholeNumber,
  wholeSeconds,
} from '../row.ts'
import { subscriptionStatuses } from '../subscription/statuses.ts'
import { said } from './said.ts'

export const chargeDateParameters = dataFields(
  'chargeDate',
  object('subscriber', said.subscriber, required),
  personName('subscriber.name', said['subscriber.name'], { affiliate: 'with-buyer-data' }),
  email('subscriber.email', said['subscriber.email'], { affiliate: 'with-buyer-data' }),
  subscriberCode('subscriber.code', said['subscriber.code'], required),
  object('subscription', 'The subscription whose day of charge was changed.', required),
  object('subscription.product', said['subscription.product'], required),
  wholeNumber('subscription.product.id', said['product.id'], 1_234_567, required),
  text('subscription.product.name', said['product.name'], 'Baking Bread at Home', derived),
  choice('subscription.status', 'Status of the subscription, spelled as in SWITCH_PLAN.', 'ACTIVE', {
    enum: subscriptionStatuses,
  }),
  dayOfMonth('subscription.old_charge_day', 'Day on which the subscription was charged before.', 10),
  dayOfMonth('subscription.new_charge_day', 'Day on which the subscription is charged from now on.', 20),
  wholeSeconds('subscription.date_next_charge', 'When the next charge comes, by the new day.', 1_768_910_400_000),
  ...sharing(
    { presence: when.inClassicTest },
    dayOfMonth('subscription.oldChargeDay', 'What the test tool of Hotmart calls old_charge_day.', 10),
    dayOfMonth('subscription.newChargeDay', 'What the test tool of Hotmart calls new_charge_day.', 20),
    text(
      'subscription.dateNextCharge',
      'What the test tool of Hotmart calls date_next_charge, as a text.',
      '2026-01-20T12:00:00.000Z',
      { limit: { maxLength: 32 }, format: format.dateTimeWithFraction },
    ),
  ),
  object('plan', 'The plan that is in force.'),
  wholeNumber('plan.id', said['plan.id'], 731_246),
  text('plan.name', said['plan.name'], 'Monthly plan'),
  object('plan.offer', said['plan.offer']),
  code('plan.offer.code', said['offer.code'], 'n82b9jqz'),
)
