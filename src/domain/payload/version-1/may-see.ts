import type { AffiliateRule } from '../parameter.ts'
import type { Reader } from '../view.ts'

/** By the rule of the parameter itself. Its source data is already reduced to what this reader gets in version 2.0.0. */
export function maySee(reader: Reader, rule: AffiliateRule): boolean {
  if (reader.kind !== 'affiliate' || rule === 'yes') return true
  return rule === 'with-buyer-data' && reader.buyer
}
