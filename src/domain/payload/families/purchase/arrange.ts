import type { EventName, PurchaseEvent } from '../../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../text/json.ts'
import { statusOfEvent } from '../../status.ts'
import type { Reader } from '../../view.ts'

const noAffiliate: readonly Json[] = [{ affiliate_code: '', name: '' }]

/** Data of a purchase event put into the form in which Hotmart sends it; entries that concern others are taken out. */
export function arrangePurchase(event: EventName, reader: Reader, data: JsonObject): JsonObject {
  const affiliates = affiliatesFor(reader, data.affiliates)
  const commissions = commissionsFor(reader, data.commissions)
  const purchase = withStatus(data.purchase, statusOfEvent(event as PurchaseEvent))
  const same = affiliates === data.affiliates && commissions === data.commissions && purchase === data.purchase
  if (same) return data
  return {
    ...data,
    affiliates,
    ...(commissions === undefined ? {} : { commissions }),
    ...(purchase === undefined ? {} : { purchase }),
  }
}

/** Never an empty list: readers take the first entry unasked. */
function affiliatesFor(reader: Reader, affiliates: Json | undefined): Json {
  if (!Array.isArray(affiliates) || affiliates.length === 0) return noAffiliate
  if (reader.kind !== 'affiliate') return affiliates
  const own = affiliates.filter((entry: Json) => isJsonObject(entry) && entry.affiliate_code === reader.code)
  return own.length > 0 ? own : noAffiliate
}

const commissionsShownTo: Readonly<Record<Reader['kind'], readonly string[] | 'all'>> = {
  producer: 'all',
  coproducer: ['MARKETPLACE', 'COPRODUCER'],
  affiliate: ['MARKETPLACE', 'AFFILIATE'],
}

function commissionsFor(reader: Reader, commissions: Json | undefined): Json | undefined {
  if (!Array.isArray(commissions)) return commissions
  const shown = commissionsShownTo[reader.kind]
  const kept = shown === 'all' ? commissions : commissions.filter((entry: Json) => shown.includes(sourceOf(entry)))
  return marketplaceFirst(kept)
}

function marketplaceFirst(commissions: readonly Json[]): readonly Json[] {
  const at = commissions.findIndex((entry) => sourceOf(entry) === 'MARKETPLACE')
  const fee = commissions[at]
  return at > 0 && fee !== undefined ? [fee, ...commissions.toSpliced(at, 1)] : commissions
}

function sourceOf(commission: Json): string {
  return isJsonObject(commission) && typeof commission.source === 'string' ? commission.source : ''
}

function withStatus(purchase: Json | undefined, status: string): Json | undefined {
  return isJsonObject(purchase) && purchase.status !== status ? { ...purchase, status } : purchase
}
