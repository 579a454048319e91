import { purchaseParameters } from '../../fields/purchase/parameters.ts'
import { wholeSecond } from '../../whole-second.ts'
import { type Family, fill, withMember } from '../family.ts'
import { arrangePurchase } from './arrange.ts'
import { purchaseExample } from './example.ts'

/** The status of a transaction changed: nine events of one shape. */
export const purchaseFamily: Family = {
  parameters: purchaseParameters,
  productAt: ['product'],
  complete(data, { product, producer, occurredAt }) {
    const { ucode, name, hasCoProduction } = product
    const known = { ucode, name, has_co_production: hasCoProduction }
    const withProduct = withMember(data, 'product', fill(data.product, known))
    const withProducer = withMember(withProduct, 'producer', fill(data.producer, { name: producer.name }))
    return withMember(withProducer, 'purchase', fill(data.purchase, { order_date: wholeSecond(occurredAt) }))
  },
  arrange: arrangePurchase,
  example: purchaseExample,
}
