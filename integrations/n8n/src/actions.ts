import type { IDataObject, IExecuteFunctions } from 'n8n-workflow'
import { call } from './call.ts'
import { productOf } from './product.ts'

/** The node's action on one item. Each returns the new JSON of the item. */

export type Operation = 'findOrder' | 'sendTestEvent' | 'resendDelivery'
type Action = (context: IExecuteFunctions, item: number) => Promise<IDataObject>

export const actions: Readonly<Record<Operation, Action>> = {
  findOrder: (context, item) =>
    call(context, { path: `/v1/transactions/${encodeURIComponent(text(context, item, 'transaction'))}` }),

  async sendTestEvent(context, item) {
    const event = text(context, item, 'event')
    const configurationIds = [text(context, item, 'configuration')]
    const productId = productOf(context.getNodeParameter('product', item))
    const body = { event, configurationIds, ...(productId !== null && { productId }) }
    const { deliveryIds } = await call<{ deliveryIds: string[] }>(context, { method: 'POST', path: '/v1/tests', body })
    return { id: deliveryIds[0], event }
  },

  async resendDelivery(context, item) {
    const path = `/v1/deliveries/${encodeURIComponent(text(context, item, 'delivery'))}/resend`
    const { id, state, event } = await call<IDataObject>(context, { method: 'POST', path })
    return { id, state, event }
  },
}

/** @throws Error when it is empty: the path would be a different one */
function text(context: IExecuteFunctions, item: number, name: string): string {
  const value = String(context.getNodeParameter(name, item) ?? '').trim()
  if (value === '')
    throw new Error(`${name[0]?.toUpperCase()}${name.slice(1)}: it is empty. See what the node before gives.`)
  return value
}
