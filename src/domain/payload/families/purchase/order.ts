import { isJsonObject, type JsonObject, valueAt } from '../../../text/json.ts'
import { wholeSecond } from '../../whole-second.ts'
import { withMember } from '../family.ts'
import { approvedDateOf } from './approval.ts'

export interface Order {
  /** Milliseconds: when the update happened at the platform. */
  readonly occurredAt: number
  /** The `order_date` that is known of the purchase; null: this is the first that is told of it. */
  readonly before: number | null
}

/**
 * A purchase with the moment of its order: the one that was reported, else the one that is known, else that of its first update.
 * Never after the approval. Without this each event would have another moment, and a refund an order after its approval.
 */
export function withOrderDate(data: JsonObject, { occurredAt, before }: Order): JsonObject {
  const { purchase } = data
  if (!isJsonObject(purchase) || orderDateOf(data) !== null) return data
  const orderedAt = before ?? wholeSecond(Math.min(occurredAt, approvedDateOf(data) ?? occurredAt))
  return withMember(data, 'purchase', { ...purchase, order_date: orderedAt })
}

/** The moment of the order that a document holds. */
export function orderDateOf(data: JsonObject): number | null {
  const date = valueAt(data, 'purchase', 'order_date')
  return typeof date === 'number' ? date : null
}
