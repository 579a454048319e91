import type { Affiliation, Product } from './account.ts'
import type { Configuration } from './configuration.ts'
import type { EventName } from './event.ts'
import { type View, viewOf } from './payload/view.ts'

/** In what capacity an account sees an event, widest first. */
export type Role =
  | { readonly kind: 'producer'; readonly accountId: string }
  | { readonly kind: 'coproducer'; readonly accountId: string }
  | { readonly kind: 'affiliate'; readonly accountId: string; readonly code: string; readonly sharesBuyerData: boolean }

/** The roles of everybody concerned, one for each account: the widest. */
export function rolesFor(product: Product, affiliations: readonly Affiliation[]): readonly Role[] {
  const roles = new Map<string, Role>()
  const add = (role: Role) => {
    if (!roles.has(role.accountId)) roles.set(role.accountId, role)
  }
  add({ kind: 'producer', accountId: product.accountId })
  for (const accountId of product.coProducers) add({ kind: 'coproducer', accountId })
  const sharingFirst = affiliations.toSorted((a, b) => Number(b.sharesBuyerData) - Number(a.sharesBuyerData))
  for (const { accountId, affiliateCode: code, sharesBuyerData } of sharingFirst) {
    add({ kind: 'affiliate', accountId, code, sharesBuyerData })
  }
  return [...roles.values()]
}

export function viewOfRole(role: Role): View {
  return role.kind === 'affiliate'
    ? viewOf({ kind: 'affiliate', code: role.code, buyer: role.sharesBuyerData })
    : viewOf(role)
}

/** Slip link, bar code and PIX code are nothing but buyer data, so this one is not sent without it. */
const needsBuyerData: ReadonlySet<EventName> = new Set<EventName>(['PURCHASE_BILLET_PRINTED'])

export type RoutingReason =
  | 'matched'
  | 'removed'
  | 'event-not-selected'
  | 'other-product'
  | 'buyer-data-not-shared'
  | 'created-later'
  | 'changed-since'
  | 'test-for-others'

/** Whether a configuration wants the event when its owner has that role, and if not, why. */
export function match(
  configuration: Pick<Configuration, 'status' | 'events' | 'productId'>,
  role: Role,
  event: { readonly name: EventName; readonly productId: number },
): RoutingReason {
  if (configuration.status.state === 'removed') return 'removed'
  if (!configuration.events.includes(event.name)) return 'event-not-selected'
  if (configuration.productId !== null && configuration.productId !== event.productId) return 'other-product'
  if (role.kind === 'affiliate' && !role.sharesBuyerData && needsBuyerData.has(event.name)) {
    return 'buyer-data-not-shared'
  }
  return 'matched'
}

export const routingSentences: Readonly<Record<RoutingReason, string>> = {
  matched: 'The configuration wants this event and gets it.',
  removed: 'The configuration had been removed.',
  'event-not-selected': 'The configuration did not select this event.',
  'other-product': 'The configuration is for another product.',
  'buyer-data-not-shared':
    'The payment slip is buyer data, and the producer does not share buyer data with this affiliate.',
  'created-later': 'The configuration was created after the event.',
  'changed-since': 'The configuration was changed after the event; as it was then, it did not want it.',
  'test-for-others': 'The event was a test for other addresses.',
}
