import type { PurchaseStatus } from '../../domain/payload/status.ts'
import { type Product, products } from './school.ts'

/** One transaction, from the order to wherever it ends. */
export interface Story {
  readonly transaction: string
  readonly buyer: { readonly name: string; readonly email: string }
  readonly product: Product
  readonly price: number
  readonly payment: 'CREDIT_CARD' | 'BILLET' | 'PIX'
  readonly installments?: number
  readonly daysAgo: number
  /** Bought through the affiliate's link. */
  readonly throughAffiliate?: boolean
  /** The transaction at whose checkout this product was added. */
  readonly addedTo?: string
  readonly subscription?: { readonly subscriber: string; readonly charge: number }
  readonly steps: readonly Step[]
}

export interface Step {
  /** Milliseconds from the order. */
  readonly after: number
  readonly status: PurchaseStatus
  readonly refusalReason?: string
  /** Tells the second failed charge from the first. */
  readonly occurrence?: string
  /** Reported as a merge patch that holds only what changed. */
  readonly asPatch?: boolean
  /** The checkout says what it has said before; no event may come of it. */
  readonly isRepetition?: boolean
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const ana = { name: 'Ana Souza', email: 'ana.souza@example.com' }
const bruno = { name: 'Bruno Lima', email: 'bruno.lima@example.com' }
const carla = { name: 'Carla Nunes', email: 'carla.nunes@example.com' }
const davi = { name: 'Davi Rocha', email: 'davi.rocha@example.com' }
const elisa = { name: 'Elisa Prado', email: 'elisa.prado@example.com' }
const fabio = { name: 'Fábio Teles', email: 'fabio.teles@example.com' }
const gabriela = { name: 'Gabriela Dias', email: 'gabriela.dias@example.com' }
const heitor = { name: 'Heitor Melo', email: 'heitor.melo@example.com' }
const isabela = { name: 'Isabela Reis', email: 'isabela.reis@example.com' }
const joao = { name: 'João Castro', email: 'joao.castro@example.com' }
const karen = { name: 'Karen Alves', email: 'karen.alves@example.com' }
const lucas = { name: 'Lucas Pires', email: 'lucas.pires@example.com' }
const marina = { name: 'Marina Gomes', email: 'marina.gomes@example.com' }

const { guitar, ukulele, club, chords } = products

export const stories: readonly Story[] = [
  {
    // By card, and all is well. The checkout reports the approval twice.
    transaction: 'HP1730260101',
    buyer: ana,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    installments: 3,
    daysAgo: 9,
    steps: [
      { after: 80 * second, status: 'APPROVED' },
      { after: 85 * second, status: 'APPROVED', isRepetition: true },
      { after: 8 * day, status: 'COMPLETED' },
    ],
  },
  {
    transaction: 'HP1730260102',
    buyer: bruno,
    product: ukulele,
    price: 147,
    payment: 'BILLET',
    daysAgo: 12,
    steps: [
      { after: 6 * second, status: 'BILLET_PRINTED' },
      { after: 2 * day, status: 'APPROVED' },
      { after: 10 * day, status: 'COMPLETED' },
    ],
  },
  {
    transaction: 'HP1730260103',
    buyer: carla,
    product: guitar,
    price: 197,
    payment: 'PIX',
    daysAgo: 10,
    steps: [
      { after: 6 * second, status: 'BILLET_PRINTED' },
      { after: 4 * minute, status: 'APPROVED' },
      { after: 8 * day, status: 'COMPLETED' },
    ],
  },
  {
    // A PIX code that nobody paid.
    transaction: 'HP1730260104',
    buyer: davi,
    product: ukulele,
    price: 147,
    payment: 'PIX',
    daysAgo: 3,
    steps: [
      { after: 6 * second, status: 'BILLET_PRINTED' },
      { after: 48 * hour, status: 'EXPIRED' },
    ],
  },
  {
    transaction: 'HP1730260105',
    buyer: elisa,
    product: guitar,
    price: 197,
    payment: 'BILLET',
    daysAgo: 7,
    steps: [
      { after: 6 * second, status: 'BILLET_PRINTED' },
      { after: 6 * day, status: 'EXPIRED' },
    ],
  },
  {
    // Within the guarantee the buyer asks for the money back, and gets it.
    transaction: 'HP1730260106',
    buyer: fabio,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 5,
    steps: [
      { after: 90 * second, status: 'APPROVED' },
      { after: 3 * day, status: 'DISPUTE' },
      { after: 4 * day, status: 'REFUNDED' },
    ],
  },
  {
    transaction: 'HP1730260107',
    buyer: gabriela,
    product: ukulele,
    price: 147,
    payment: 'CREDIT_CARD',
    daysAgo: 21,
    steps: [
      { after: 75 * second, status: 'APPROVED' },
      { after: 20 * day, status: 'CHARGEBACK' },
    ],
  },
  {
    // The same buyer comes back after the chargeback: somebody has to have a look.
    transaction: 'HP1730260108',
    buyer: gabriela,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 0.5,
    steps: [{ after: 95 * second, status: 'APPROVED' }],
  },
  {
    // The card is refused…
    transaction: 'HP1730260109',
    buyer: heitor,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    installments: 12,
    daysAgo: 2,
    steps: [{ after: 8 * second, status: 'CANCELED', refusalReason: 'Transaction refused by the card issuer' }],
  },
  {
    // …so PIX it is.
    transaction: 'HP1730260110',
    buyer: heitor,
    product: guitar,
    price: 197,
    payment: 'PIX',
    daysAgo: 1.99,
    steps: [
      { after: 5 * second, status: 'BILLET_PRINTED' },
      { after: 3 * minute, status: 'APPROVED' },
    ],
  },
  {
    // A subscription: the first charge…
    transaction: 'HP1730260111',
    buyer: isabela,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 34,
    subscription: { subscriber: 'I9OT62C3', charge: 1 },
    steps: [{ after: 70 * second, status: 'APPROVED' }],
  },
  {
    // …and the second, which fails twice and then is paid.
    transaction: 'HP1730260112',
    buyer: isabela,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 4,
    subscription: { subscriber: 'I9OT62C3', charge: 2 },
    steps: [
      { after: 100 * second, status: 'DELAYED', refusalReason: 'Insufficient funds' },
      { after: 1 * day, status: 'DELAYED', refusalReason: 'Insufficient funds', occurrence: 'second-try' },
      { after: 3 * day, status: 'APPROVED' },
    ],
  },
  {
    transaction: 'HP1730260113',
    buyer: joao,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 31,
    subscription: { subscriber: 'JB4X07QM', charge: 1 },
    steps: [{ after: 70 * second, status: 'APPROVED' }],
  },
  {
    // Still not paid.
    transaction: 'HP1730260114',
    buyer: joao,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 1,
    subscription: { subscriber: 'JB4X07QM', charge: 2 },
    steps: [{ after: 100 * second, status: 'DELAYED', refusalReason: 'Card expired' }],
  },
  {
    transaction: 'HP1730260115',
    buyer: karen,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 1.5,
    steps: [{ after: 85 * second, status: 'APPROVED' }],
  },
  {
    // An order bump: added at the checkout of the one before.
    transaction: 'HP1730260116',
    buyer: karen,
    product: chords,
    price: 29,
    payment: 'CREDIT_CARD',
    daysAgo: 1.5,
    addedTo: 'HP1730260115',
    steps: [{ after: 86 * second, status: 'APPROVED' }],
  },
  {
    // Through the affiliate's link. The end of the guarantee is reported as a change only.
    transaction: 'HP1730260117',
    buyer: lucas,
    product: guitar,
    price: 197,
    payment: 'PIX',
    daysAgo: 9,
    throughAffiliate: true,
    steps: [
      { after: 5 * second, status: 'BILLET_PRINTED' },
      { after: 2 * minute, status: 'APPROVED' },
      { after: 8 * day, status: 'COMPLETED', asPatch: true },
    ],
  },
  {
    transaction: 'HP1730260118',
    buyer: marina,
    product: ukulele,
    price: 147,
    payment: 'CREDIT_CARD',
    daysAgo: 0.2,
    steps: [{ after: 90 * second, status: 'APPROVED' }],
  },
]

/** Who may enter what in the end; whoever never paid is not there. */
export const studentsInTheEnd: readonly { email: string; course: string; access: string }[] = [
  { ...ana, course: guitar.name, access: 'yes' },
  { ...bruno, course: ukulele.name, access: 'yes' },
  { ...carla, course: guitar.name, access: 'yes' },
  { ...fabio, course: guitar.name, access: 'no' },
  { ...gabriela, course: ukulele.name, access: 'no' },
  { ...gabriela, course: guitar.name, access: 'review' },
  { ...heitor, course: guitar.name, access: 'yes' },
  { ...isabela, course: club.name, access: 'yes' },
  { ...joao, course: club.name, access: 'grace' },
  { ...karen, course: guitar.name, access: 'yes' },
  { ...karen, course: chords.name, access: 'yes' },
  { ...lucas, course: guitar.name, access: 'yes' },
  { ...marina, course: ukulele.name, access: 'yes' },
]
