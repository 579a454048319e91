import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { serverOf } from '../server.ts'

async function resend(z: ZObject, bundle: Bundle) {
  const { delivery } = bundle.inputData as { delivery: string }
  const response = await z.request({
    method: 'POST',
    url: `${serverOf(bundle)}/v1/deliveries/${encodeURIComponent(delivery)}/resend`,
  })
  const { id, state, event } = response.data as { id: string; state: string; event: string }
  return { id, state, event }
}

export const resendDelivery: Create = {
  key: 'resend_delivery',
  noun: 'Delivery',
  display: { label: 'Resend Delivery', description: 'Processes a post of the history again.' },
  operation: {
    inputFields: [
      {
        key: 'delivery',
        label: 'Delivery ID',
        type: 'string',
        required: true,
        helpText: 'It begins with dlv_ and stands in the address of the post in the History tab.',
      },
    ],
    perform: resend,
    sample: { id: 'dlv_00000000000000000000000000000000', state: 'queued', event: 'PURCHASE_APPROVED' },
    outputFields: [
      { key: 'id', label: 'Delivery ID', type: 'string' },
      { key: 'state', label: 'State', type: 'string' },
      { key: 'event', label: 'Event', type: 'string' },
    ],
  },
}
