import { orderFulfillmentParameters } from '../../fields/order-fulfillment.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'

/** A physical product was sent. */
export const orderFulfillmentFamily: Family = {
  parameters: [...orderFulfillmentParameters, ...broughtByParameters],
  productAt: ['product'],
  complete: (data, { product }) => withMember(data, 'product', fill(data.product, { name: product.name })),
  arrange: (_event, _reader, data) => data,
  example: ({ product, transaction }) => ({
    product: { id: product.id, name: product.name },
    purchase: { transaction },
    shipping: { type: 'FREE_SHIPPING', carrier: 'CORREIOS' },
  }),
}
