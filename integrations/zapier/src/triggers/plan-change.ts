import { product, settingName } from './fields.ts'
import { hookTrigger } from './hook-trigger.ts'
import { planSample } from './samples.ts'

export const planChange = hookTrigger({
  key: 'plan_change',
  noun: 'Plan',
  label: 'Plan Change',
  description: 'Triggers when a subscriber changes to another plan.',
  event: 'SWITCH_PLAN',
  inputFields: [product, settingName],
  sample: planSample,
})
