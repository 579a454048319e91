import { isPurchaseEvent } from '../../domain/event.ts'
import { familyOf } from '../../domain/payload/families/families.ts'
import { subjectKey } from '../../domain/subject.ts'
import { type JsonObject, valueAt } from '../../domain/text/json.ts'
import type { StampedUpdate } from '../../domain/update.ts'
import type { Known } from '../../store/contract/ledger.ts'
import type { AudienceName } from './audiences.ts'
import { codesIn, documentBefore } from './decide.ts'

/**
 * Which audiences each update of a group may concern. Most name their product. A patch may leave it out, and the affiliates too: then
 * they are those of the document that it changes, which may be one that an update before it in the group brings.
 */
export function audienceNames(
  updates: readonly StampedUpdate[],
  known: readonly Known[],
): readonly (readonly AudienceName[])[] {
  const before = new Map<string, readonly AudienceName[]>()
  return updates.map((update, i) => {
    const key = subjectKey(update.subject)
    const earlier = (key !== null && before.get(key)) || []
    const names = namesFor(update, known[i], earlier)
    if (key !== null) before.set(key, [...earlier, ...names])
    return names
  })
}

function namesFor(
  { via, event, data }: StampedUpdate,
  known: Known | undefined,
  earlier: readonly AudienceName[],
): readonly AudienceName[] {
  const productId = productIn(data, event ?? 'PURCHASE_APPROVED')
  if (via !== 'patch' || (event !== null && !isPurchaseEvent(event))) {
    return productId === null ? [] : [{ productId, codes: codesIn(data) }]
  }
  const ofSubject = [known?.transaction?.productId, ...earlier.map((name) => name.productId)]
  const products = productId === null ? ofSubject.filter((id) => id !== undefined) : [productId]
  const codes = [...codesIn(data), ...earlier.flatMap((name) => name.codes), ...codesKept(known)]
  return [...new Set(products)].map((id) => ({ productId: id, codes: [...new Set(codes)] }))
}

function productIn(data: JsonObject, event: NonNullable<StampedUpdate['event']>): number | null {
  const id = valueAt(data, ...familyOf(event).productAt, 'id')
  return id === undefined ? null : Number(id)
}

function codesKept(known: Known | undefined): readonly string[] {
  if (!known?.document?.includes('affiliate_code')) return []
  const document = documentBefore(known)
  return document ? codesIn(document) : []
}
