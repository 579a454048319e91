import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { serverOf } from '../server.ts'
import { anyEvent, product } from '../triggers/fields.ts'

interface Input {
  readonly event: string
  readonly product?: string
  readonly configuration: string
}

async function sendTest(z: ZObject, bundle: Bundle) {
  const { event, product, configuration } = bundle.inputData as unknown as Input
  const response = await z.request({
    method: 'POST',
    url: `${serverOf(bundle)}/v1/tests`,
    body: { event, configurationIds: [configuration], ...(product && { productId: Number(product) }) },
  })
  const { deliveryIds } = response.data as { deliveryIds: string[] }
  return { id: deliveryIds[0] ?? '', event }
}

export const sendTestEvent: Create = {
  key: 'send_test_event',
  noun: 'Test',
  display: { label: 'Send Test Event', description: 'Sends a made-up event to one of your configurations.' },
  operation: {
    inputFields: [
      anyEvent,
      product,
      {
        key: 'configuration',
        label: 'Configuration',
        type: 'string',
        dynamic: 'configuration_list.id.name',
        required: true,
      },
    ],
    perform: sendTest,
    sample: { id: 'dlv_00000000000000000000000000000000', event: 'PURCHASE_APPROVED' },
    outputFields: [
      { key: 'id', label: 'Delivery ID', type: 'string' },
      { key: 'event', label: 'Event', type: 'string' },
    ],
  },
}
