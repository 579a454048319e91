import { affiliatesParameters } from './affiliates.ts'
import { buyerParameters } from './buyer.ts'
import { commissionsParameters } from './commissions.ts'
import { producerParameters } from './producer.ts'
import { productParameters } from './product.ts'
import { purchaseObjectParameters } from './purchase.ts'
import { subscriptionParameters } from './subscription.ts'

/** What `data` of the nine purchase events consists of, in the order in which people are shown it. */
export const purchaseParameters = [
  ...productParameters,
  ...affiliatesParameters,
  ...buyerParameters,
  ...producerParameters,
  ...commissionsParameters,
  ...purchaseObjectParameters,
  ...subscriptionParameters,
]
