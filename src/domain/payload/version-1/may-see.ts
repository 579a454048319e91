import type { AffiliateRule } from '../parameter.ts'
import type { Reader } from '../view.ts'

/** By the rule of the parameter itself; what it is made of has been reduced to what this reader gets in version 2.0.0 already. */
export function maySee(reader: Reader, rule: AffiliateRule): boolean {
  if (reader.kind !== 'affiliate' || rule === 'yes') return true
  return rule === 'with-buyer-data' && reader.buyer
}
