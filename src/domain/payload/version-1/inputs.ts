import { type EventName, isPurchaseEvent } from '../../event.ts'
import { cartInputs, purchaseInputs, switchPlanInputs } from '../fields/version-1/inputs.ts'
import type { Parameter } from '../parameter.ts'

/**
 * Fields that only version 1.0.0 sends. Platforms may report them in `data` with the other fields; they are checked like them,
 * and left out of version 2.0.0.
 */
export function versionOneInputs(event: EventName): readonly Parameter[] {
  if (isPurchaseEvent(event)) return purchaseInputs
  switch (event) {
    case 'PURCHASE_OUT_OF_SHOPPING_CART':
      return cartInputs
    case 'SWITCH_PLAN':
      return switchPlanInputs
    default:
      return []
  }
}
