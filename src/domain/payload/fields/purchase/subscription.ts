import * as limit from '../../rows/limits.ts'
import { when } from '../../rows/presence.ts'
import { dataFields, field, sharing } from '../../rows/row.ts'
import { said } from '../said.ts'

export const subscriptionParameters = dataFields(
  'subscription',
  ...sharing(
    { presence: when.forSubscription },
    field.object('subscription', 'The subscription that this purchase begins or renews.'),
    field.choice(
      'subscription.status',
      'Status of the subscription when the event came. Note the double L of CANCELLED, which purchase.status lacks.',
      'ACTIVE',
      {
        enum: [
          'ACTIVE',
          'INACTIVE',
          'DELAYED',
          'CANCELLED_BY_CUSTOMER',
          'CANCELLED_BY_SELLER',
          'CANCELLED_BY_ADMIN',
          'STARTED',
          'OVERDUE',
          'EXPIRED',
        ],
      },
    ),
    ...sharing(
      { presence: when.withPlan },
      field.object('subscription.plan', 'The plan that was chosen.'),
      field.wholeNumber('subscription.plan.id', said['plan.id'], 731_246),
      field.text('subscription.plan.name', said['plan.name'], 'Monthly plan'),
    ),
    field.object('subscription.subscriber', said.subscriber),
    field.subscriberCode(
      'subscription.subscriber.code',
      'Identifies the subscription for other systems: the same over all renewals, one for each buyer and product.',
      { limit: limit.code },
    ),
  ),
)
