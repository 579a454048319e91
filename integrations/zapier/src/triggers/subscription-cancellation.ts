import { product, settingName } from './fields.ts'
import { hookTrigger } from './hook-trigger.ts'
import { cancelSample } from './samples.ts'

export const subscriptionCancellation = hookTrigger({
  key: 'subscription_cancellation',
  noun: 'Cancellation',
  label: 'Subscription Cancellation',
  description: 'Triggers when a subscription is canceled.',
  event: 'SUBSCRIPTION_CANCELLATION',
  inputFields: [product, settingName],
  sample: cancelSample,
})
