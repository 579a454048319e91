import { product, settingName } from './fields.ts'
import { hookTrigger } from './hook-trigger.ts'
import { orderSample } from './samples.ts'

export const anyEvent = hookTrigger({
  key: 'any_event',
  noun: 'Event',
  label: 'Any Event',
  description: 'Triggers on every event that the Webhook tool knows.',
  event: null,
  inputFields: [product, settingName],
  sample: orderSample,
})
