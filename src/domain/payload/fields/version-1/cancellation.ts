import { always } from '../../presence.ts'
import { json, jsonFields } from '../../version-1/json-parameter.ts'
import { said } from '../said.ts'
import { hottokRow } from './hottok.ts'

/** The body of a cancelled subscription in version 1.0.0. */
export const cancellationParameters = jsonFields(
  'versionOneCancellation',
  json.wholeNumber('subscriptionId', said['subscription.id'], 471_681, { from: 'data.subscription.id' }),
  json.subscriberCode('subscriberCode', said['subscriber.codeInVersionOne'], {
    presence: always,
    from: 'data.subscriber.code',
  }),
  json.milliseconds(
    'cancellationDate',
    'When the subscription was cancelled. Its presence tells a cancellation from other posts.',
    1_768_478_399_900,
    { presence: always, from: 'data.cancellation_date' },
  ),
  json.wholeSeconds(
    'dateNextCharge',
    'When the next charge would have come. What was paid for lasts until then.',
    1_771_070_400_000,
    { from: 'data.date_next_charge' },
  ),
  json.money('actualRecurrenceValue', 'Amount of the last charge that was made.', 64.9, {
    from: 'data.actual_recurrence_value',
  }),
  json.personName('userName', said['subscriber.name'], { affiliate: 'with-buyer-data', from: 'data.subscriber.name' }),
  json.email('userEmail', said['subscriber.emailInVersionOne'], {
    affiliate: 'with-buyer-data',
    from: 'data.subscriber.email',
  }),
  json.text('productName', said['product.name'], 'Baking Bread at Home', {
    presence: always,
    from: 'data.product.name',
  }),
  json.text('subscriptionPlanName', said['plan.name'], 'Monthly plan', { from: 'data.subscription.plan.name' }),
  hottokRow,
)
