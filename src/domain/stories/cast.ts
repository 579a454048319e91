import type { EventName, PurchaseEvent } from '../event.ts'
import { exampleData } from '../payload/documentation/example.ts'
import { ana, type Person } from '../payload/families/person.ts'
import type { PaymentType } from '../payload/families/purchase/payment.ts'
import { type Sale, saleData } from '../payload/families/purchase/sale.ts'
import type { Plan } from '../payload/families/subscription/plans.ts'
import { statusOfEvent } from '../payload/status.ts'
import { isJsonObject, type JsonObject } from '../text/json.ts'
import { mergePatch } from '../text/merge-patch.ts'
import { testSubscriberCode, testTransaction } from './codes.ts'
import type { Step, StoryFacts, StoryProduct } from './story.ts'

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** From an order by card to its approval, and from the approval to the event that tells of it. */
const cardPaidAfter = 85 * second
export const toldAfter = 5 * second

/** Those who play in a story, and what they do. Moments are given in milliseconds from its beginning. */
export interface Cast {
  readonly buyer: Person
  readonly addedProduct: StoryProduct
  readonly subscriberCode: string
  /** A sale of the product by card, paid at once, but for what is said. */
  sale(particulars?: SaleParticulars): Sale
  /** The charge of a subscription, on a card. @param paid whether the bank agrees */
  charge(recurrence: number, plan: Plan, orderedAfter: number, paid: boolean): Sale
  /** What happens to a sale. */
  purchase(event: PurchaseEvent, after: number, sale: Sale): Step
  /** An event that is no purchase: its example, but for what is particular about it in this story. */
  other(event: EventName, after: number, particulars: JsonObject): Step
  /** The time of day, in milliseconds since 1970. */
  at(after: number): number
}

interface SaleParticulars {
  /** Which of the story's transactions it is, from 0. */
  readonly number?: number
  readonly orderedAfter?: number
  /** From the order; null: never. */
  readonly paidAfter?: number | null
  readonly paymentType?: PaymentType
  readonly price?: number
  readonly of?: StoryProduct
  readonly addedTo?: Sale
  readonly checkoutTag?: string
}

export function castOf(facts: StoryFacts): Cast {
  const { product, producer, affiliate, buyer = ana, seed, startedAt } = facts
  const subscriberCode = testSubscriberCode(seed)
  const at = (after: number) => startedAt + after
  const sale = (it: SaleParticulars = {}): Sale => {
    const { number = 0, orderedAfter = 0, paidAfter = cardPaidAfter, paymentType = 'CREDIT_CARD', price = 197 } = it
    return {
      transaction: testTransaction(seed + number),
      product: it.of ?? product,
      producer,
      buyer,
      ...(affiliate && { affiliate }),
      price,
      offer: 'n82b9jqz',
      paymentType,
      orderedAt: at(orderedAfter),
      paidAt: paidAfter === null ? null : at(orderedAfter + paidAfter),
      ...(it.addedTo && { addedTo: it.addedTo.transaction }),
      ...(it.checkoutTag !== undefined && { checkoutTag: it.checkoutTag }),
    }
  }
  return {
    buyer,
    addedProduct: facts.addedProduct ?? product,
    subscriberCode,
    at,
    sale,
    charge: (recurrence, plan, orderedAfter, paid) => ({
      ...sale({
        number: recurrence - 1,
        orderedAfter,
        paidAfter: paid ? cardPaidAfter : null,
        price: plan.price,
      }),
      offer: plan.offer,
      ...(!paid && { refusal: 'Insufficient funds' }),
      charge: { subscriberCode, plan, recurrence, nextChargeAt: at(orderedAfter + plan.every) },
    }),
    purchase: (event, after, sale) => ({ event, after, data: saleData(sale, statusOfEvent(event)) }),
    other(event, after, particulars) {
      const { transaction } = sale()
      const example = exampleData({
        event,
        product,
        producer,
        transaction,
        now: at(after),
        ...(affiliate && { affiliate }),
      })
      const data = mergePatch(example, particulars)
      if (!isJsonObject(data)) throw new Error('Objects merged make an object.')
      return { event, after, data }
    },
  }
}
