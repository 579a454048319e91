import type { Delivery } from '../../domain/delivery/delivery.ts'
import { Refusal } from '../../domain/errors.ts'
import type { EventHead } from '../../domain/event.ts'
import { type EventId, millisecondsOf, type Uuid } from '../../domain/ids.ts'
import type { LegacyPost } from '../../domain/legacy-post.ts'
import type { Role } from '../../domain/matching.ts'
import { maskEmail } from '../../domain/payload/render/masked-buyer.ts'
import { matchesSale, queryCharsMax, readSaleQuery } from '../../domain/sales/sale-query.ts'
import { foldWord, parentOf, parentWord, subscriberOf } from '../../domain/sales/sale-words.ts'
import { documentInBody } from '../../domain/sales/words-of-body.ts'
import { type Json, type JsonObject, valueAt } from '../../domain/text/json.ts'
import type { SaleRow, TransactionDetail } from '../../store/contract/history.ts'
import type { Store } from '../../store/contract/store.ts'
import { allConfigurations } from '../all-configurations.ts'
import { type Route, rolesOf, routesOf } from '../routing.ts'
import type { SalesIndex } from './index-sales.ts'

/** A renewed subscription has many; the newest are shown. */
const eventsMost = 50
const relatedMost = 50
const legacyMost = 20
/** Configurations that an event did not go to, for each event: enough to explain one. */
const notSentMost = 100

/** Whether buyers are named in full, or masked: to programs that may only read. */
export type BuyerSight = 'full' | 'masked'

export interface SaleBuyer {
  readonly name: string | null
  readonly email: string | null
}

export interface SaleSummary {
  readonly transaction: string
  readonly productId: number
  readonly productName: string | null
  readonly role: Role['kind']
  /** null: the account may not see the buyer, or the data are no longer kept. */
  readonly buyer: SaleBuyer | null
  /** null: no longer known. */
  readonly status: string | null
  readonly statusAt: number | null
  readonly firstAt: number
  /** Whether its events and posts are still in the history. */
  readonly isKept: boolean
}

export interface Found {
  readonly sales: readonly SaleSummary[]
  readonly more: boolean
  /** Milliseconds. Older sales cannot be found yet; null: all can. */
  readonly indexedFrom: number | null
}

export interface SaleRoute extends Route {
  /** Whether it has a delivery that no later event of the sale has overtaken or revoked: what a replay of the latest sends. */
  readonly isStillTrue: boolean
}

export interface SaleEvent {
  readonly event: EventHead
  readonly routes: readonly SaleRoute[]
}

export interface SaleDetail extends SaleSummary {
  readonly price: { readonly value: number; readonly currency: string | null } | null
  readonly plan: string | null
  /** Newest first. */
  readonly events: readonly SaleEvent[]
  readonly related: readonly (SaleSummary & { readonly relation: Relation })[]
  /** Newest first. */
  readonly legacyPosts: readonly LegacyPost[]
}

/** What another sale is to this one: another payment of its subscription, added at its checkout, or the purchase it was added to. */
export type Relation = 'same-subscription' | 'order-bump' | 'parent'

export class Sales {
  readonly #store: Store
  readonly #index: SalesIndex

  constructor({ store, index }: { store: Store; index: SalesIndex }) {
    this.#store = store
    this.#index = index
  }

  /** @throws Refusal invalid_request: nothing in the text is long enough to search for */
  async search(accountId: string, text: string, limit: number, sight: BuyerSight): Promise<Found> {
    const query = readSaleQuery(text.slice(0, queryCharsMax))
    if (!query) {
      const detail = 'needs three letters of a name or an e-mail address, or four characters of a transaction code'
      throw new Refusal('invalid_request', { errors: [{ pointer: '/q', detail }] })
    }
    const from = await this.#index.indexedFrom()
    const indexedFrom = from && millisecondsOf(from)
    if (query.kind === 'id') {
      const sale = await this.#behind(accountId, query.id)
      return { sales: sale ? [await this.#summary(sale, sight)] : [], more: false, indexedFrom }
    }
    const found = await this.#store.findSales(accountId, query.words, limit)
    const sales = await Promise.all(
      found.sales.map(async (row) => {
        // The index may be behind: whether an affiliate sees the buyer is asked each time.
        const isTheirs = matchesSale(query.words, row.words, await this.#seesBuyer(row))
        return isTheirs ? await this.#summary(row, sight) : null
      }),
    )
    return { sales: sales.filter((sale) => sale !== null), more: found.more, indexedFrom }
  }

  /** @throws Refusal not_found */
  async get(accountId: string, transaction: string, sight: BuyerSight): Promise<SaleDetail> {
    const [indexed, found] = await Promise.all([
      this.#store.getSale(accountId, transaction),
      this.#store.getTransaction(transaction),
    ])
    const roles = found ? await this.#rolesIn(found, documentOf(found)) : []
    const role = roles.find((it) => it.accountId === accountId)
    const row = indexed ?? (role && found ? rowOf(role, found) : null)
    if (!row) throw new Refusal('not_found')
    const { detail } = await this.#seen(row, found)
    const document = documentOf(detail)
    const summary = await this.#summary(row, sight)
    const price = valueAt(document, 'purchase', 'price', 'value')
    const currency = valueAt(document, 'purchase', 'price', 'currency_value')
    return {
      ...summary,
      price: typeof price === 'number' ? { value: price, currency: textOrNull(currency) } : null,
      plan: textOrNull(valueAt(document, 'subscription', 'plan', 'name')),
      events: await this.#eventsOf(accountId, role ?? null, detail?.events ?? []),
      related: await this.#relatedTo(row, document, sight),
      legacyPosts: await this.#legacyPosts(row),
    }
  }

  async #eventsOf(accountId: string, role: Role | null, heads: readonly EventHead[]): Promise<SaleEvent[]> {
    const configurations = new Map<string, readonly Awaited<ReturnType<typeof configurationsOf>>[number][]>()
    if (role) configurations.set(accountId, await configurationsOf(this.#store, accountId))
    const events: SaleEvent[] = []
    const told = new Set<string>()
    for (const event of heads.slice(0, eventsMost)) {
      const found = await this.#store.getEvent(event.id)
      const deliveries = (found?.deliveries ?? []).filter((delivery) => delivery.accountId === accountId)
      const routes = await routesOf(this.#store, { event, deliveries, roles: role ? [role] : [], configurations })
      const shown = await Promise.all(
        shownFirst(routes).map(async (route) => ({ ...route, isStillTrue: await this.#isStillTrue(route, told) })),
      )
      events.push({ event, routes: shown })
    }
    return events
  }

  /** @param told configurations of which a newer delivery is still true: only the newest one can be, so the others are not looked up */
  async #isStillTrue({ configuration, delivery }: Route, told: Set<string>): Promise<boolean> {
    if (!delivery || delivery.test || told.has(configuration.id)) return false
    const detail = await this.#store.getDelivery(delivery.accountId, delivery.id)
    if (!detail || detail.overtaken || detail.revokedSince !== null) return false
    told.add(configuration.id)
    return true
  }

  async #relatedTo(row: SaleRow, document: JsonObject, sight: BuyerSight): Promise<SaleDetail['related']> {
    const subscriber = foldWord(subscriberOf(document))
    const parent = foldWord(parentOf(document))
    const words = [subscriber, parentWord(row.transaction), parent].filter((word) => word !== '')
    const rows = await this.#store.listRelatedSales(row.accountId, words, relatedMost + 1)
    const others = rows.filter(({ transaction }) => transaction !== row.transaction).slice(0, relatedMost)
    const relationOf = ({ transaction, words }: SaleRow): Relation => {
      if (foldWord(transaction) === parent) return 'parent'
      return words.own.includes(parentWord(row.transaction)) ? 'order-bump' : 'same-subscription'
    }
    return Promise.all(
      others.map(async (other) => ({ ...(await this.#summary(other, sight)), relation: relationOf(other) })),
    )
  }

  /** The sale of an event or a delivery of the account. */
  async #behind(accountId: string, id: Uuid): Promise<SaleRow | null> {
    const delivery = await this.#store.getDelivery(accountId, id as Delivery['id'])
    const event = await this.#store.getEvent(delivery?.delivery.eventId ?? (id as EventId))
    const transaction = event?.event.transaction
    return transaction ? this.#store.getSale(accountId, transaction) : null
  }

  async #summary(row: SaleRow, sight: BuyerSight): Promise<SaleSummary> {
    const found = await this.#store.getTransaction(row.transaction)
    const [{ detail, product }, seesBuyer] = await Promise.all([this.#seen(row, found), this.#seesBuyer(row)])
    const document = detail ? documentOf(detail) : await this.#legacyDocument(row)
    return {
      transaction: row.transaction,
      productId: row.productId,
      productName: product?.name ?? null,
      role: roleOf(row, product?.accountId),
      buyer: seesBuyer ? buyerIn(document, sight) : null,
      status: detail?.state.status ?? null,
      statusAt: detail?.state.occurredAt ?? null,
      firstAt: row.at,
      isKept: (detail?.events.length ?? 0) > 0,
    }
  }

  /**
   * The transaction, if the account has a part in it. One whose legacy posts name the code may have none: an affiliate's earlier tool
   * sent posts of the producer's sales.
   */
  async #seen(row: SaleRow, detail: TransactionDetail | null) {
    const product = await this.#store.getProduct(detail?.state.productId ?? row.productId)
    const { accountId, code } = row
    const hasPart =
      code === null
        ? product !== null && (product.accountId === accountId || product.coProducers.includes(accountId))
        : (await this.#store.getAffiliation(row.productId, code))?.accountId === accountId
    return { detail: hasPart ? detail : null, product }
  }

  async #legacyPosts({ accountId, transaction }: SaleRow): Promise<readonly LegacyPost[]> {
    const page = { before: null, limit: legacyMost }
    return (await this.#store.listLegacyPosts({ accountId, transaction }, page)).posts
  }

  /** What the newest post of the earlier tool tells of a sale that was never reported here. */
  async #legacyDocument(row: SaleRow): Promise<JsonObject> {
    const [newest] = await this.#legacyPosts(row)
    const found = newest && (await this.#store.getLegacyPost(row.accountId, newest.id))
    return found ? documentInBody(found.payload.body.text) : {}
  }

  async #seesBuyer({ code, productId, accountId }: SaleRow): Promise<boolean> {
    if (code === null) return true
    const affiliation = await this.#store.getAffiliation(productId, code)
    return affiliation?.accountId === accountId && affiliation.sharesBuyerData
  }

  async #rolesIn({ state, events }: TransactionDetail, data: JsonObject): Promise<readonly Role[]> {
    return rolesOf(this.#store, { productId: state.productId, accountId: events[0]?.accountId ?? '', data })
  }
}

function configurationsOf(store: Store, accountId: string) {
  return Array.fromAsync(allConfigurations(store, accountId, { withRemoved: true }))
}

/** Those with a post, then those without one; removed ones only where they have one. */
function shownFirst(routes: readonly Route[]): readonly Route[] {
  const sent = routes.filter(({ delivery }) => delivery !== null)
  const others = routes.filter(({ delivery, reason }) => delivery === null && reason !== 'removed')
  return [...sent, ...others.slice(0, notSentMost)]
}

function rowOf(role: Role, { state, events }: TransactionDetail): SaleRow {
  return {
    accountId: role.accountId,
    transaction: state.transaction,
    productId: state.productId,
    code: role.kind === 'affiliate' ? role.code : null,
    at: events.at(-1)?.createdAt ?? state.updatedAt,
    words: { own: [], buyer: [] },
  }
}

function roleOf({ code, accountId }: SaleRow, producer: string | undefined): Role['kind'] {
  if (code !== null) return 'affiliate'
  return producer === undefined || producer === accountId ? 'producer' : 'coproducer'
}

function documentOf(detail: TransactionDetail | null): JsonObject {
  return detail?.document ? (JSON.parse(detail.document) as JsonObject) : {}
}

function buyerIn(document: JsonObject, sight: BuyerSight): SaleBuyer | null {
  const name = textOrNull(valueAt(document, 'buyer', 'name'))
  const email = textOrNull(valueAt(document, 'buyer', 'email'))
  if (name === null && email === null) return null
  if (sight === 'full') return { name, email }
  return { name: name && `${[...name][0]}•••`, email: email && maskEmail(email) }
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
