import type { EventName } from '@postback/sdk'

/** The sellers of the demo, their products, and the configurations of their systems. */

export interface Product {
  readonly id: number
  readonly name: string
}

export const products = {
  guitar: { id: 4173001, name: 'Curso de Violão' },
  ukulele: { id: 4173002, name: 'Cavaquinho para Iniciantes' },
  club: { id: 4173003, name: 'Clube do Violão' },
  chords: { id: 4173004, name: 'Caderno de Acordes' },
} as const satisfies Record<string, Product>

export const producer = { id: 'escola-exemplo', name: 'Escola Exemplo', email: 'escola@example.com' } as const
export const affiliate = {
  id: 'rita-indica',
  name: 'Rita Indica',
  email: 'rita@example.com',
  code: 'R48217330M',
  product: products.guitar,
  sharesBuyerData: false,
} as const

/** The systems that receive posts. The members' area is a process of its own; the other systems are one small server in the demo. */
export interface Addresses {
  readonly membersArea: string
  readonly otherSystems: string
}

export interface WantedConfiguration {
  readonly name: string
  readonly accountId: string
  readonly url: (addresses: Addresses) => string
  readonly events: readonly EventName[]
  /** Left out: all products. */
  readonly product?: Product
}

export const configurations = {
  access: {
    name: 'Give access',
    accountId: producer.id,
    url: ({ membersArea }) => `${membersArea}/webhook`,
    events: [
      'PURCHASE_APPROVED',
      'PURCHASE_COMPLETE',
      'PURCHASE_PROTEST',
      'PURCHASE_REFUNDED',
      'PURCHASE_CHARGEBACK',
      'PURCHASE_CANCELED',
      'PURCHASE_DELAYED',
    ],
  },
  recovery: {
    name: 'Recover sales',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/sales`,
    events: [
      'PURCHASE_PROTEST',
      'PURCHASE_CHARGEBACK',
      'PURCHASE_DELAYED',
      'PURCHASE_CANCELED',
      'PURCHASE_EXPIRED',
      'PURCHASE_BILLET_PRINTED',
    ],
  },
  invoices: {
    name: 'Invoices (broken)',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/invoices`,
    events: ['PURCHASE_APPROVED'],
    product: products.ukulele,
  },
  oldSite: {
    name: 'Old site (wrong address)',
    accountId: producer.id,
    url: () => 'https://members.example.invalid/webhook',
    events: ['PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK'],
  },
  mailing: {
    name: 'Mailing list (paused)',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/mailing-list`,
    events: ['PURCHASE_APPROVED'],
    product: products.club,
  },
  panel: {
    name: 'Affiliate’s panel',
    accountId: affiliate.id,
    url: ({ otherSystems }) => `${otherSystems}/panel`,
    events: ['PURCHASE_APPROVED', 'PURCHASE_COMPLETE', 'PURCHASE_BILLET_PRINTED'],
  },
} as const satisfies Record<string, WantedConfiguration>

export type ConfigurationKey = keyof typeof configurations
