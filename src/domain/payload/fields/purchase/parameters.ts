import { commissionsParameters } from './commissions.ts'
import { affiliatesParameters, buyerParameters, producerParameters } from './people.ts'
import { productParameters } from './product.ts'
import { saleParameters } from './sale.ts'
import { subscriptionParameters } from './subscription.ts'

/** What `data` of the nine purchase events consists of, in the order in which people are shown it. */
export const purchaseParameters = [
  ...productParameters,
  ...affiliatesParameters,
  ...buyerParameters,
  ...producerParameters,
  ...commissionsParameters,
  ...saleParameters,
  ...subscriptionParameters,
]
