import { when } from '../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../rows/row.ts'
import { said } from './said.ts'

export const cancellationParameters = dataFields(
  'cancellation',
  field.money('actual_recurrence_value', 'Amount of the last charge that was made.', 64.9),
  field.milliseconds('cancellation_date', 'When the subscription was cancelled.', 1_768_478_399_900, derived),
  field.wholeSeconds(
    'date_next_charge',
    'When the next charge would have come. What was paid for lasts until then: take access away on this day, not at once.',
    1_771_070_400_000,
  ),
  field.object('product', 'The product that was subscribed to.', required),
  field.wholeNumber('product.id', said['product.id'], 1_234_567, required),
  field.text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  field.object('subscriber', 'Who had subscribed.', required),
  field.subscriberCode('subscriber.code', said['subscriber.code'], required),
  field.personName('subscriber.name', said['subscriber.name'], { affiliate: 'with-buyer-data' }),
  field.email('subscriber.email', said['subscriber.email'], { affiliate: 'with-buyer-data' }),
  ...sharing(
    { presence: when.collectedSince2025, affiliate: 'with-buyer-data', since: '2025-08-01' },
    field.object('subscriber.phone', 'Telephone numbers of the subscriber. The names of its fields are in camelCase.'),
    field.phone('subscriber.phone.dddPhone', 'Area code of the landline.', '11'),
    field.phone('subscriber.phone.phone', 'Number of the landline.', '33330000'),
    field.phone('subscriber.phone.dddCell', 'Area code of the mobile phone.', '11'),
    field.phone('subscriber.phone.cell', 'Number of the mobile phone.', '999990000'),
  ),
  field.object('subscription', 'The subscription that ended.'),
  field.wholeNumber('subscription.id', 'Number of the subscription.', 471_681),
  field.object('subscription.plan', 'The plan that was in force.'),
  field.wholeNumber('subscription.plan.id', said['plan.id'], 731_246),
  field.text('subscription.plan.name', said['plan.name'], 'Monthly plan'),
)
