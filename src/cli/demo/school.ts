/** Who sells what in the demo, and who wants to be told. */

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

/** The systems that are told. The members' area is a process of its own, the others are small servers inside the demo. */
export interface Addresses {
  readonly membersArea: string
  readonly otherSystems: string
}

export interface WantedConfiguration {
  readonly name: string
  readonly accountId: string
  readonly url: (addresses: Addresses) => string
  /** Without the PURCHASE_ that all of them begin with. */
  readonly events: readonly string[]
  /** Of one product only. */
  readonly product?: Product
}

export const configurations = {
  access: {
    name: 'Give access',
    accountId: producer.id,
    url: ({ membersArea }) => `${membersArea}/webhook`,
    events: ['APPROVED', 'COMPLETE', 'PROTEST', 'REFUNDED', 'CHARGEBACK', 'CANCELED', 'DELAYED'],
  },
  recovery: {
    name: 'Recover sales',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/sales`,
    events: ['PROTEST', 'CHARGEBACK', 'DELAYED', 'CANCELED', 'EXPIRED', 'BILLET_PRINTED'],
  },
  invoices: {
    name: 'Invoices (broken)',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/invoices`,
    events: ['APPROVED'],
    product: products.ukulele,
  },
  oldSite: {
    name: 'Old site (wrong address)',
    accountId: producer.id,
    url: () => 'https://members.example.invalid/webhook',
    events: ['REFUNDED', 'CHARGEBACK'],
  },
  mailing: {
    name: 'Mailing list (paused)',
    accountId: producer.id,
    url: ({ otherSystems }) => `${otherSystems}/mailing-list`,
    events: ['APPROVED'],
    product: products.club,
  },
  panel: {
    name: 'Affiliate’s panel',
    accountId: affiliate.id,
    url: ({ otherSystems }) => `${otherSystems}/panel`,
    events: ['APPROVED', 'COMPLETE', 'BILLET_PRINTED'],
  },
} as const satisfies Record<string, WantedConfiguration>

export type ConfigurationKey = keyof typeof configurations
