import type { FormParameter } from '../form-parameter.ts'
import { affiliateParameters } from './affiliate.ts'
import { buyerParameters } from './buyer.ts'
import { kindParameters } from './kind.ts'
import { moneyParameters } from './money.ts'
import { paymentParameters } from './payment.ts'
import { producerParameters } from './producer.ts'
import { productParameters } from './product.ts'
import { subscriptionParameters } from './subscription.ts'
import { trackingParameters } from './tracking.ts'
import { transactionParameters } from './transaction.ts'
import { wireOrder } from './wire-order.ts'

const byName = new Map<string, FormParameter>(
  [
    ...kindParameters,
    ...productParameters,
    ...producerParameters,
    ...moneyParameters,
    ...affiliateParameters,
    ...buyerParameters,
    ...transactionParameters,
    ...trackingParameters,
    ...paymentParameters,
    ...subscriptionParameters,
  ].map((parameter) => [parameter.path, parameter]),
)

/** The form of the nine purchase events in version 1.0.0: all its parameters, in the order of the wire. */
export const purchaseFormParameters: readonly FormParameter[] = wireOrder.map((name) => {
  const parameter = byName.get(name)
  // A mistake in the dictionary, found when the program loads.
  if (!parameter) throw new Error(`${name}: no record`)
  return parameter
})
