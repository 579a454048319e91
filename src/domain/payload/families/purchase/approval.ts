import { isJsonObject, type JsonObject, valueAt } from '../../../text/json.ts'
import { wholeSecond } from '../../whole-second.ts'
import { withMember } from '../family.ts'

export interface Approval {
  /** As the update reports it. */
  readonly status: string
  /** Milliseconds: when that happened at the platform. */
  readonly occurredAt: number
  /** The `approved_date` that is known of the purchase; null: it was never approved. */
  readonly before: number | null
}

/**
 * A purchase with its moment of approval: the one that was reported, else the one that is known, else the moment in which it
 * becomes APPROVED. Never invented for a purchase that was not approved.
 */
export function withApprovedDate(data: JsonObject, { status, occurredAt, before }: Approval): JsonObject {
  const { purchase } = data
  if (!isJsonObject(purchase) || isGiven(purchase)) return data
  const approvedAt = before ?? (status === 'APPROVED' ? wholeSecond(occurredAt) : null)
  return approvedAt === null ? data : withMember(data, 'purchase', { ...purchase, approved_date: approvedAt })
}

/** The moment of approval that a document holds. */
export function approvedDateOf(data: JsonObject): number | null {
  const date = valueAt(data, 'purchase', 'approved_date')
  return typeof date === 'number' ? date : null
}

function isGiven(purchase: JsonObject): boolean {
  return (purchase.approved_date ?? null) !== null
}
