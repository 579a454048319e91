import type { JsonObject } from '../../domain/json.ts'
import { type Charge, saleData } from '../../domain/payload/purchase/sale.ts'
import { affiliate, producer } from './school.ts'
import type { Step, Story } from './stories.ts'

const chargeEvery = 30 * 24 * 3_600_000
const plan = { id: 731246, name: 'Plano mensal' }

/** The transaction as the checkout knows it after a step: the `data` of a purchase event. */
export function saleAfter(story: Story, step: Step, orderedAt: number): JsonObject {
  const paid = story.steps.find(({ status }) => status === 'APPROVED')
  return saleData(
    {
      transaction: story.transaction,
      product: story.product,
      producer,
      buyer: story.buyer,
      ...(story.throughAffiliate && { affiliate }),
      price: story.price,
      offer: 'n82b9jqz',
      paymentType: story.payment,
      ...(story.installments !== undefined && { installments: story.installments }),
      orderedAt,
      paidAt: paid ? orderedAt + paid.after : null,
      ...(step.refusalReason !== undefined && { refusal: step.refusalReason }),
      ...(story.addedTo !== undefined && { addedTo: story.addedTo }),
      ...(story.subscription && { charge: chargeOf(story.subscription, orderedAt) }),
    },
    step.status,
  )
}

function chargeOf({ subscriber, charge }: NonNullable<Story['subscription']>, orderedAt: number): Charge {
  return { subscriberCode: subscriber, plan, recurrence: charge, nextChargeAt: orderedAt + chargeEvery }
}
