import { commissionsParameters } from './commissions.ts'
import { affiliatesParameters, buyerParameters, producerParameters } from './people.ts'
import { productParameters } from './product.ts'
import { saleParameters } from './sale.ts'
import { subscriptionParameters } from './subscription.ts'

/** The fields of `data` in the nine purchase events, in display order. */
export const purchaseParameters = [
  ...productParameters,
  ...affiliatesParameters,
  ...buyerParameters,
  ...producerParameters,
  ...commissionsParameters,
  ...saleParameters,
  ...subscriptionParameters,
]
