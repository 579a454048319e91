import { format } from '../format.ts'
import { parameters, when } from '../parameter.ts'
import * as limit from './limits.ts'

const subscription = when('for a subscription')
const plan = when('for a subscription; sometimes missing there too')

export const subscriptionParameters = parameters(
  {
    path: 'data.subscription',
    type: 'object',
    format: format.object,
    description: { en: 'The subscription that this purchase begins or renews.' },
    presence: subscription,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.status',
    type: 'string',
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
    format: format.upperSnakeCase,
    description: {
      en: 'Status of the subscription when the event came. Note the double L of CANCELLED, which purchase.status lacks.',
    },
    presence: subscription,
    affiliate: 'yes',
    example: 'ACTIVE',
  },
  {
    path: 'data.subscription.plan',
    type: 'object',
    format: format.object,
    description: { en: 'The plan that was chosen.' },
    presence: plan,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.plan.id',
    type: 'integer',
    limit: limit.wholeNumber,
    format: format.integer,
    description: { en: 'Number of the plan.' },
    presence: plan,
    affiliate: 'yes',
    example: 731246,
  },
  {
    path: 'data.subscription.plan.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the plan.' },
    presence: plan,
    affiliate: 'yes',
    example: 'Monthly plan',
  },
  {
    path: 'data.subscription.subscriber',
    type: 'object',
    format: format.object,
    description: { en: 'Who is subscribed.' },
    presence: subscription,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.subscriber.code',
    type: 'string',
    limit: limit.code,
    format: { en: 'usually 8 capital letters and digits' },
    description: {
      en: 'Identifies the subscription for other systems: the same over all renewals, one for each buyer and product.',
    },
    presence: subscription,
    affiliate: 'yes',
    example: 'I9OT62C3',
  },
)
