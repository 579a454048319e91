import { when } from '../presence.ts'
import {
  dataFields,
  derived,
  email,
  milliseconds,
  money,
  object,
  personName,
  phone,
  required,
  sharing,
  subscriberCode,
  text,
  wholeNumber,
  wholeSeconds,
} from '../row.ts'
import { said } from './said.ts'

export const cancellationParameters = dataFields(
  'cancellation',
  money('actual_recurrence_value', 'Amount of the last charge that was made.', 64.9),
  milliseconds('cancellation_date', 'When the subscription was cancelled.', 1_768_478_399_900, derived),
  wholeSeconds(
    'date_next_charge',
    'When the next charge would have come. What was paid for lasts until then: take access away on this day, not at once.',
    1_771_070_400_000,
  ),
  object('product', 'The product that was subscribed to.', required),
  wholeNumber('product.id', said['product.id'], 1_234_567, required),
  text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  object('subscriber', 'Who had subscribed.', required),
  subscriberCode('subscriber.code', said['subscriber.code'], required),
  personName('subscriber.name', said['subscriber.name'], { affiliate: 'with-buyer-data' }),
  email('subscriber.email', said['subscriber.email'], { affiliate: 'with-buyer-data' }),
  ...sharing(
    { presence: when.collectedSince2025, affiliate: 'with-buyer-data', since: '2025-08-01' },
    object('subscriber.phone', 'Telephone numbers of the subscriber. The names of its fields are in camelCase.'),
    phone('subscriber.phone.dddPhone', 'Area code of the landline.', '11'),
    phone('subscriber.phone.phone', 'Number of the landline.', '33330000'),
    phone('subscriber.phone.dddCell', 'Area code of the mobile phone.', '11'),
    phone('subscriber.phone.cell', 'Number of the mobile phone.', '999990000'),
  ),
  object('subscription', 'The subscription that ended.'),
  wholeNumber('subscription.id', said['subscription.id'], 471_681),
  object('subscription.plan', 'The plan that was in force.'),
  wholeNumber('subscription.plan.id', said['plan.id'], 731_246),
  text('subscription.plan.name', said['plan.name'], 'Monthly plan'),
)
