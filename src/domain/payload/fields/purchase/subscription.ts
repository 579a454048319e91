import * as limit from '../../limits.ts'
import { when } from '../../presence.ts'
import { choice, dataFields, object, sharing, subscriberCode, text, wholeNumber } from '../../row.ts'
import { said } from '../said.ts'

export const subscriptionParameters = dataFields(
  'subscription',
  ...sharing(
    { presence: when.forSubscription },
    object('subscription', 'The subscription that this purchase begins or renews.'),
    choice(
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
      object('subscription.plan', 'The plan that was chosen.'),
      wholeNumber('subscription.plan.id', said['plan.id'], 731_246),
      text('subscription.plan.name', said['plan.name'], 'Monthly plan'),
    ),
    object('subscription.subscriber', said.subscriber),
    subscriberCode(
      'subscription.subscriber.code',
      'Identifies the subscription for other systems: the same over all renewals, one for each buyer and product.',
      { limit: limit.code },
    ),
  ),
)
