import type { Delivery } from '../domain/delivery.ts'
import type { NewDelivery } from '../store/contract/ledger.ts'

/** A delivery as it is before its first attempt. */
export function newDeliveryAsDelivery(delivery: NewDelivery): Delivery {
  return {
    ...delivery,
    series: 1,
    attempts: 0,
    attemptsTotal: 0,
    lastStatus: null,
    lastOutcome: null,
    lastCause: null,
    lastAttemptAt: null,
    deliveredAt: null,
    cancelReason: null,
    hottokAsConfigured: false,
  }
}
