import { jsonFields, type ValueOrigin } from '../../version-1/json-parameter.ts'
import { sameAs } from '../../version-1/same-field.ts'
import { cancellationParameters as reported } from '../cancellation.ts'
import { said } from '../said.ts'
import { hottokRow } from './hottok.ts'

const { same, told } = sameAs<ValueOrigin>(reported)

/** The body of a cancelled subscription in version 1.0.0. */
export const cancellationParameters = jsonFields(
  'versionOneCancellation',
  same('subscriptionId', 'data.subscription.id'),
  told('subscriberCode', 'data.subscriber.code', said['subscriber.codeInVersionOne']),
  told(
    'cancellationDate',
    'data.cancellation_date',
    'When the subscription was cancelled. Its presence tells a cancellation from other posts.',
  ),
  told(
    'dateNextCharge',
    'data.date_next_charge',
    'When the next charge would have come. What was paid for lasts until then.',
  ),
  told('actualRecurrenceValue', 'data.actual_recurrence_value', 'Amount of the last charge that was made.'),
  same('userName', 'data.subscriber.name'),
  told('userEmail', 'data.subscriber.email', said['subscriber.emailInVersionOne']),
  same('productName', 'data.product.name'),
  same('subscriptionPlanName', 'data.subscription.plan.name'),
  hottokRow,
)
