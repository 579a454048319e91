import type { InputFields } from 'zapier-platform-core'

export const product: InputFields[number] = {
  key: 'product',
  label: 'Product',
  type: 'string',
  dynamic: 'product_list.id.name',
  required: false,
  helpText: 'Leave it empty for all products.',
}

export const settingName: InputFields[number] = {
  key: 'settingName',
  label: 'Name of Setting',
  type: 'string',
  required: false,
  helpText: 'What the configuration is called in the list of the Webhook tool.',
}

export const event: InputFields[number] = {
  key: 'event',
  label: 'Event',
  type: 'string',
  dynamic: 'purchase_event_list.id.name',
  required: true,
  altersDynamicFields: true,
  helpText: 'Such as Approved purchase.',
}

export const anyEvent: InputFields[number] = { ...event, dynamic: 'event_list.id.name' }
