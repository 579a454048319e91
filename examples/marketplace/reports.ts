import { type Charge, saleData } from '../../src/domain/payload/families/purchase/sale.ts'
import { monthlyPlan } from '../../src/domain/payload/families/subscription/plans.ts'
import { statusOfEvent } from '../../src/domain/payload/status.ts'
import { day } from '../../src/domain/stories/cast.ts'
import type { JsonObject } from '../../src/domain/text/json.ts'
import { type Sale, type Step, sales } from './sales.ts'
import { affiliate, producer } from './school.ts'

/** One call of the checkout. */
export interface Report {
  readonly transaction: string
  /** Whether `data` holds only the change, as a merge patch. */
  readonly isPatch: boolean
  readonly data: JsonObject
  /** Milliseconds. */
  readonly occurredAt: number
  readonly occurrence: string | undefined
}

/** Everything that the checkout reports of all sales, in the order of the dates. */
export function reportsOfSales(nowMs: number): readonly Report[] {
  return sales
    .flatMap((sale) => {
      const orderedAt = Math.floor(nowMs - sale.daysAgo * day)
      return sale.steps.map((step) => reportOf(sale, step, orderedAt))
    })
    .toSorted((a, b) => a.occurredAt - b.occurredAt)
}

function reportOf(sale: Sale, step: Step, orderedAt: number): Report {
  const isPatch = step.asPatch === true
  return {
    transaction: sale.transaction,
    isPatch,
    data: isPatch ? { purchase: { status: statusOfEvent(step.event) } } : dataAfter(sale, step, orderedAt),
    occurredAt: orderedAt + step.after,
    occurrence: step.occurrence,
  }
}

const plan = { ...monthlyPlan, name: 'Plano mensal' }

/** The transaction as the checkout knows it after a step: the `data` of a purchase event. */
export function dataAfter(sale: Sale, step: Step, orderedAt: number): JsonObject {
  const paid = sale.steps.find(({ event }) => event === 'PURCHASE_APPROVED')
  return saleData(
    {
      transaction: sale.transaction,
      product: sale.product,
      producer,
      buyer: sale.buyer,
      ...(sale.throughAffiliate && { affiliate }),
      price: sale.price,
      offer: 'n82b9jqz',
      paymentType: sale.payment,
      ...(sale.installments !== undefined && { installments: sale.installments }),
      orderedAt,
      paidAt: paid ? orderedAt + paid.after : null,
      ...(step.refusalReason !== undefined && { refusal: step.refusalReason }),
      ...(sale.addedTo !== undefined && { addedTo: sale.addedTo }),
      ...(sale.subscription && { charge: chargeOf(sale.subscription, orderedAt) }),
    },
    statusOfEvent(step.event),
  )
}

function chargeOf({ subscriber, charge }: NonNullable<Sale['subscription']>, orderedAt: number): Charge {
  return { subscriberCode: subscriber, plan, recurrence: charge, nextChargeAt: orderedAt + plan.every }
}
