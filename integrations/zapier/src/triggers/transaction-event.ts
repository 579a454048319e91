import { event, product, settingName } from './fields.ts'
import { hookTrigger } from './hook-trigger.ts'
import { orderSample } from './samples.ts'

export const transactionEvent = hookTrigger({
  key: 'transaction_event',
  noun: 'Order',
  label: 'Order (Transaction Event)',
  description: 'Triggers when the status of an order changes: approved, canceled, refunded and so on.',
  event: null,
  inputFields: [product, event, settingName],
  sample: orderSample,
})
