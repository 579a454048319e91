import type { LegacyPostInput } from '@postback/sdk'
import { type Addresses, type Product, producer, products } from './school.ts'

/** The posts that the platform's earlier postback tool had sent for the school, or could not deliver, before it was replaced. */

/** The token of the earlier tool. The import removes it. */
export const formerHottok = 'Qm7TzR4bXw9KpLs2VnHd6YcGf8JtNe3A1u55'

type Form = 'approved' | 'completed' | 'billet_printed' | 'canceled' | 'refunded' | 'chargeback' | 'expired' | 'dispute'

interface EarlierPost {
  readonly daysEarlier: number
  readonly buyer: string
  readonly product: Product
  readonly price: string
  /** The status of a purchase, whose body is a form; or an event whose body is JSON. */
  readonly what: Form | 'subscription cancelled' | 'cart left'
  readonly to: 'members' | 'sales' | 'gone'
  /** Status of the last attempt's answer; null: there was no answer. */
  readonly status: number | null
  readonly attempts: number
  readonly response: string | null
}

const { guitar, ukulele, club } = products
const thanks = '{"result":"received"}'
const down = '<html><head><title>503</title></head><body>Service unavailable</body></html>'
/** An answer that repeats the token, as some systems do. */
const tellingAnswer = `Array\n(\n    [hottok] => ${formerHottok}\n    [status] => approved\n)\nWrong key`

const posts: readonly EarlierPost[] = [
  sent(52, 'Aline Braga', guitar, '147.00', 'approved'),
  sent(51, 'Breno Faria', guitar, '147.00', 'billet_printed'),
  sent(49, 'Breno Faria', guitar, '147.00', 'approved'),
  sent(44, 'Aline Braga', guitar, '147.00', 'completed'),
  sent(41, 'Clara Mota', ukulele, '97.00', 'approved'),
  sent(40, 'Breno Faria', guitar, '147.00', 'completed'),
  sent(37, 'Clara Mota', ukulele, '97.00', 'dispute'),
  sent(35, 'Clara Mota', ukulele, '97.00', 'refunded'),
  sent(33, 'Dario Luz', club, '29.90', 'approved'),
  sent(28, 'Ester Maia', guitar, '147.00', 'cart left'),
  sent(27, 'Ester Maia', guitar, '147.00', 'approved'),
  sent(21, 'Flora Reis', ukulele, '97.00', 'canceled'),
  sent(20, 'Flora Reis', ukulele, '97.00', 'approved'),
  sent(12, 'Dario Luz', club, '29.90', 'subscription cancelled'),
  pending(9, 'Gil Aragão', guitar, 'billet_printed', { to: 'sales', status: 503, response: down }),
  pending(7, 'Gil Aragão', guitar, 'expired', { to: 'sales', status: 503, response: down }),
  pending(5, 'Helena Paz', ukulele, 'approved', { to: 'members', status: 401, response: tellingAnswer }),
  pending(4, 'Ivo Prates', guitar, 'cart left', { to: 'sales', status: -1, response: null }),
  pending(3, 'Helena Paz', ukulele, 'chargeback', { to: 'gone', status: 404, response: 'No such page' }),
  pending(1, 'Julia Neri', club, 'approved', { to: 'sales', status: null, response: null }),
]

function sent(
  daysEarlier: number,
  buyer: string,
  product: Product,
  price: string,
  what: EarlierPost['what'],
): EarlierPost {
  const to = what === 'cart left' || what === 'billet_printed' ? 'sales' : 'members'
  return { daysEarlier, buyer, product, price, what, to, status: 200, attempts: 1, response: thanks }
}

function pending(
  daysEarlier: number,
  buyer: string,
  product: Product,
  what: EarlierPost['what'],
  how: Pick<EarlierPost, 'to' | 'status' | 'response'>,
): EarlierPost {
  const attempts = how.status === null ? 0 : 5
  return { daysEarlier, buyer, product, price: '147.00', what, attempts, ...how }
}

const day = 24 * 3_600_000
/** The earlier tool was replaced this long ago. */
const replacedBefore = 60 * day

/** In the form of the tool's export, oldest first. */
export function legacyPosts(addresses: Addresses, nowMs: number): readonly LegacyPostInput[] {
  const urls = {
    members: `${addresses.membersArea}/webhook`,
    sales: `${addresses.otherSystems}/sales?key=${formerHottok}&hottok=${formerHottok}`,
    gone: 'https://old-site.example/postback.php',
  }
  return posts.map((post, index) => {
    const at = new Date(nowMs - replacedBefore - post.daysEarlier * day)
    const transaction = `HP08${String(260_100 + index)}`
    const isForm = post.what !== 'subscription cancelled' && post.what !== 'cart left'
    return {
      id: 90_000_100 + 7 * index,
      at: at.toISOString(),
      url: urls[post.to],
      event: eventOf(post.what),
      transaction: isForm ? transaction : null,
      product: post.product.id,
      status: post.status,
      attempts: post.attempts,
      contentType: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      body: isForm ? formOf(post, transaction, at) : jsonOf(post, at),
      response: post.response,
    }
  })
}

function eventOf(what: EarlierPost['what']): string {
  const others: Readonly<Partial<Record<EarlierPost['what'], string>>> = {
    'subscription cancelled': 'SUBSCRIPTION_CANCELLATION',
    'cart left': 'PURCHASE_OUT_OF_SHOPPING_CART',
    dispute: 'PURCHASE_PROTEST',
    completed: 'PURCHASE_COMPLETE',
  }
  return others[what] ?? `PURCHASE_${what.toUpperCase()}`
}

function formOf({ buyer, product, price, what }: EarlierPost, transaction: string, at: Date): string {
  const [firstName = '', lastName = ''] = buyer.split(' ')
  return new URLSearchParams({
    callback_type: '1',
    hottok: formerHottok,
    aff: '',
    currency: 'BRL',
    transaction,
    xcod: '',
    payment_type: what === 'billet_printed' || what === 'expired' ? 'billet' : 'credit_card',
    payment_engine: 'hotmart',
    status: what,
    prod: String(product.id),
    prod_name: product.name,
    producer_name: producer.name,
    purchase_date: at.toISOString(),
    installments_number: '1',
    price,
    full_price: price,
    email: emailOf(buyer),
    name: buyer,
    first_name: firstName,
    last_name: lastName,
    sck: '',
  }).toString()
}

function jsonOf({ buyer, product, price, what }: EarlierPost, at: Date): string {
  return JSON.stringify(
    what === 'cart left'
      ? {
          hottok: formerHottok,
          affiliate: false,
          productId: product.id,
          productName: product.name,
          buyerVO: { name: buyer, email: emailOf(buyer), phone: '' },
        }
      : {
          hottok: formerHottok,
          subscriberCode: 'D7K2M9XQ',
          cancellationDate: at.getTime(),
          actualRecurrenceValue: Number(price),
          userName: buyer,
          userEmail: emailOf(buyer),
          productName: product.name,
        },
  )
}

function emailOf(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return `${plain.replace(' ', '.')}@example.com`
}
