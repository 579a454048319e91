import { isPurchaseEvent, type PurchaseEvent } from '../../src/domain/event.ts'
import { ana, type Person } from '../../src/domain/payload/families/person.ts'
import type { PaymentType } from '../../src/domain/payload/families/purchase/payment.ts'
import { day, hour, minute, second } from '../../src/domain/stories/cast.ts'
import { outlineOf, type StoryName } from '../../src/domain/stories/stories.ts'
import { type Product, products } from './school.ts'

/** One transaction, from the order to its last event. */
export interface Sale {
  readonly transaction: string
  readonly buyer: Person
  readonly product: Product
  /** In reais. */
  readonly price: number
  readonly payment: PaymentType
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
  readonly event: PurchaseEvent
  readonly refusalReason?: string
  /** Tells the second failed charge from the first. */
  readonly occurrence?: string
  /** Reported as a merge patch that holds only the change. */
  readonly asPatch?: boolean
  /** The checkout reports the same once more; it must not make an event. */
  readonly isRepetition?: boolean
}

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

export const sales: readonly Sale[] = [
  {
    // A card is approved and the guarantee ends. The checkout reports the approval twice.
    transaction: 'HP1730260101',
    buyer: ana,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    installments: 3,
    daysAgo: 9,
    steps: [...courseOf('card-complete'), { after: 95 * second, event: 'PURCHASE_APPROVED', isRepetition: true }],
  },
  {
    transaction: 'HP1730260102',
    buyer: bruno,
    product: ukulele,
    price: 147,
    payment: 'BILLET',
    daysAgo: 12,
    steps: [...courseOf('boleto-approved'), { after: 10 * day, event: 'PURCHASE_COMPLETE' }],
  },
  {
    transaction: 'HP1730260103',
    buyer: carla,
    product: guitar,
    price: 197,
    payment: 'PIX',
    daysAgo: 10,
    steps: [
      { after: 6 * second, event: 'PURCHASE_BILLET_PRINTED' },
      { after: 4 * minute, event: 'PURCHASE_APPROVED' },
      { after: 8 * day, event: 'PURCHASE_COMPLETE' },
    ],
  },
  {
    // A PIX code that is never paid.
    transaction: 'HP1730260104',
    buyer: davi,
    product: ukulele,
    price: 147,
    payment: 'PIX',
    daysAgo: 3,
    steps: [
      { after: 6 * second, event: 'PURCHASE_BILLET_PRINTED' },
      { after: 48 * hour, event: 'PURCHASE_EXPIRED' },
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
      { after: 6 * second, event: 'PURCHASE_BILLET_PRINTED' },
      { after: 6 * day, event: 'PURCHASE_EXPIRED' },
    ],
  },
  {
    transaction: 'HP1730260106',
    buyer: fabio,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 5,
    steps: courseOf('refund'),
  },
  {
    transaction: 'HP1730260107',
    buyer: gabriela,
    product: ukulele,
    price: 147,
    payment: 'CREDIT_CARD',
    daysAgo: 21,
    steps: courseOf('chargeback'),
  },
  {
    // The same buyer comes back after the chargeback: the school has to review this one.
    transaction: 'HP1730260108',
    buyer: gabriela,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 0.5,
    steps: [{ after: 95 * second, event: 'PURCHASE_APPROVED' }],
  },
  {
    // The card is refused. The next sale is the second try.
    transaction: 'HP1730260109',
    buyer: heitor,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    installments: 12,
    daysAgo: 2,
    steps: [{ after: 8 * second, event: 'PURCHASE_CANCELED', refusalReason: 'Transaction refused by the card issuer' }],
  },
  {
    // The second try, by PIX.
    transaction: 'HP1730260110',
    buyer: heitor,
    product: guitar,
    price: 197,
    payment: 'PIX',
    daysAgo: 1.99,
    steps: [
      { after: 5 * second, event: 'PURCHASE_BILLET_PRINTED' },
      { after: 3 * minute, event: 'PURCHASE_APPROVED' },
    ],
  },
  {
    // A subscription: its first charge.
    transaction: 'HP1730260111',
    buyer: isabela,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 34,
    subscription: { subscriber: 'I9OT62C3', charge: 1 },
    steps: [{ after: 70 * second, event: 'PURCHASE_APPROVED' }],
  },
  {
    // Its second charge fails twice and is paid then.
    transaction: 'HP1730260112',
    buyer: isabela,
    product: club,
    price: 39.9,
    payment: 'CREDIT_CARD',
    daysAgo: 4,
    subscription: { subscriber: 'I9OT62C3', charge: 2 },
    steps: [
      { after: 100 * second, event: 'PURCHASE_DELAYED', refusalReason: 'Insufficient funds' },
      { after: 1 * day, event: 'PURCHASE_DELAYED', refusalReason: 'Insufficient funds', occurrence: 'second-try' },
      { after: 3 * day, event: 'PURCHASE_APPROVED' },
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
    steps: [{ after: 70 * second, event: 'PURCHASE_APPROVED' }],
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
    steps: [{ after: 100 * second, event: 'PURCHASE_DELAYED', refusalReason: 'Card expired' }],
  },
  {
    transaction: 'HP1730260115',
    buyer: karen,
    product: guitar,
    price: 197,
    payment: 'CREDIT_CARD',
    daysAgo: 1.5,
    steps: [{ after: 85 * second, event: 'PURCHASE_APPROVED' }],
  },
  {
    // An order bump, added at the checkout of the sale before.
    transaction: 'HP1730260116',
    buyer: karen,
    product: chords,
    price: 29,
    payment: 'CREDIT_CARD',
    daysAgo: 1.5,
    addedTo: 'HP1730260115',
    steps: [{ after: 86 * second, event: 'PURCHASE_APPROVED' }],
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
      { after: 5 * second, event: 'PURCHASE_BILLET_PRINTED' },
      { after: 2 * minute, event: 'PURCHASE_APPROVED' },
      { after: 8 * day, event: 'PURCHASE_COMPLETE', asPatch: true },
    ],
  },
  {
    transaction: 'HP1730260118',
    buyer: marina,
    product: ukulele,
    price: 147,
    payment: 'CREDIT_CARD',
    daysAgo: 0.2,
    steps: [{ after: 90 * second, event: 'PURCHASE_APPROVED' }],
  },
]

/** The events of a story of the library, which this sale follows. */
function courseOf(story: StoryName): readonly Step[] {
  return outlineOf(story).flatMap(({ event, after }) => (isPurchaseEvent(event) ? [{ event, after }] : []))
}

/** The access of each student at the end. A buyer who never paid is no student. */
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
