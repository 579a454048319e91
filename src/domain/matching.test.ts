import { describe, expect, it } from 'vitest'
import type { Affiliation, Product } from './account.ts'
import type { Configuration } from './configuration.ts'
import { match, type Role, rolesFor, viewOfRole } from './matching.ts'

const product: Product = {
  id: 7,
  ucode: '',
  name: '',
  accountId: 'pro',
  coProducers: ['co'],
  createdAt: 0,
  updatedAt: 0,
}
const affiliation = (change: Partial<Affiliation>): Affiliation => ({
  productId: 7,
  affiliateCode: 'A1',
  accountId: 'aff',
  name: '',
  sharesBuyerData: false,
  createdAt: 0,
  updatedAt: 0,
  ...change,
})
const configuration: Configuration = {
  id: '0-0-0-0-1',
  accountId: 'pro',
  name: '',
  url: '',
  events: ['PURCHASE_APPROVED', 'PURCHASE_BILLET_PRINTED'],
  productId: null,
  version: '2.0.0',
  hottokInBody: false,
  source: 'api',
  credentialId: null,
  status: { state: 'active' },
  usesNewHottok: false,
  hottok: null,
  maxPerSecond: null,
  subscriptions: 1,
  createdAt: 0,
  updatedAt: 0,
}
const producer: Role = { kind: 'producer', accountId: 'pro' }
const approvedOf = (productId: number) => ({ name: 'PURCHASE_APPROVED', productId }) as const

describe('matching', () => {
  it('gives each account concerned one role, the widest', () => {
    const roles = rolesFor(product, [
      affiliation({ accountId: 'co' }),
      affiliation({ affiliateCode: 'A1' }),
      affiliation({ affiliateCode: 'A2', sharesBuyerData: true }),
    ])
    expect(roles.map(viewOfRole)).toEqual(['producer', 'coproducer:co', 'affiliate:A2+buyer'])
  })

  it.each([
    ['a selected event of any product', configuration, approvedOf(7), 'matched'],
    ['a selected event of the one product', { ...configuration, productId: 7 }, approvedOf(7), 'matched'],
    ['another product', { ...configuration, productId: 8 }, approvedOf(7), 'other-product'],
    ['an event that is not selected', configuration, { name: 'PURCHASE_EXPIRED', productId: 7 }, 'event-not-selected'],
    [
      'a disabled configuration, which still matches and holds its posts',
      { ...configuration, status: { state: 'disabled', reason: 'manual', at: 0, by: '', detail: '' } },
      approvedOf(7),
      'matched',
    ],
    [
      'a removed configuration',
      { ...configuration, status: { state: 'removed', at: 0, by: '' } },
      approvedOf(7),
      'removed',
    ],
  ] as const)('%s', (_title, it_, event, reason) => {
    expect(match(it_, producer, event)).toBe(reason)
  })

  it('sends the payment slip to an affiliate only with the buyer’s data', () => {
    const slip = { name: 'PURCHASE_BILLET_PRINTED', productId: 7 } as const
    const affiliate = (sharesBuyerData: boolean): Role => ({
      kind: 'affiliate',
      accountId: 'aff',
      code: 'A1',
      sharesBuyerData,
    })
    expect(match(configuration, affiliate(false), slip)).toBe('buyer-data-not-shared')
    expect(match(configuration, affiliate(true), slip)).toBe('matched')
    expect(match(configuration, affiliate(false), approvedOf(7))).toBe('matched')
  })
})
