import type { Affiliation, Product } from '../../domain/account.ts'
import type { EventId } from '../../domain/ids.ts'
import { type Role, rolesFor } from '../../domain/matching.ts'
import { wordsOfSale } from '../../domain/sales/sale-words.ts'
import type { JsonObject } from '../../domain/text/json.ts'
import { codesIn } from '../../engine/accept/decide.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Observer } from '../../engine/observer.ts'
import type { IndexStep, SaleRow, SaleToIndex } from '../../store/contract/history.ts'
import type { Store } from '../../store/contract/store.ts'

/** A sale can be found within a second of its report. */
const lookEveryMs = 400
/** Between steps, so that neither accepting nor the history waits for the index. */
const pauseMs = 5
const pauseForOldMs = 20
/** Of each round: new sales never wait longer than these take. */
const oldSteps = 8
const stepEvents = 200
const dutyMs = 30_000
/** After a failure: the cause is rarely gone sooner, and the log says it once each time. */
const restMs = 30_000
/** Before every id. */
const nil = '00000000-0000-0000-0000-000000000000' as EventId
/** Facts: up to which event, and back to which one, sales are indexed. */
const newestFact = 'sales.indexed-to'
const oldestFact = 'sales.indexed-from'
const allOfThem = 'all'

export interface SalesIndexParts {
  readonly store: Store
  readonly clock: Clock
  readonly observer: Observer
}

/**
 * Keeps the words by which sales are found. It reads what the store has accepted instead of taking part in accepting, so accepting costs
 * the same. New sales first; older ones, from before there was an index, while nothing new waits.
 */
export class SalesIndex {
  readonly #parts: SalesIndexParts
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #stopping = false
  #restsUntil = Number.NEGATIVE_INFINITY

  constructor(parts: SalesIndexParts) {
    this.#parts = parts
  }

  start() {
    this.#look()
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
    this.#timer.unref()
  }

  async stop() {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#round
  }

  #look() {
    if (this.#parts.clock.now() < this.#restsUntil) return
    this.#round ??= this.runOnce().finally(() => {
      this.#round = undefined
    })
  }

  /** Steps until all that is new is indexed, and some steps of what is old. */
  async runOnce() {
    const { store, clock, observer } = this.#parts
    try {
      const now = clock.now()
      if (!(await store.holdDuty('sales-index', now, now + dutyMs))) return
      const newest = (await store.getFact(newestFact)) ?? (await this.#begin())
      await this.#indexNew(newest as EventId)
      await this.#indexOld()
    } catch (error) {
      if (this.#stopping) return
      this.#restsUntil = clock.now() + restMs
      observer.trouble('sales-index', error)
    }
  }

  /** Sales of events before this one cannot be found yet; null: all can. */
  async indexedFrom(): Promise<EventId | null> {
    const fact = await this.#parts.store.getFact(oldestFact)
    return fact === null || fact === allOfThem ? null : (fact as EventId)
  }

  async #begin(): Promise<string> {
    const { newest } = await this.#step({ before: null }, (step) => ({
      [newestFact]: step.newest ?? nil,
      [oldestFact]: step.oldest ?? allOfThem,
    }))
    return newest ?? nil
  }

  async #indexNew(newest: EventId) {
    let after = newest
    while (!this.#stopping) {
      const found = await this.#step({ after }, ({ newest }) => (newest === null ? {} : { [newestFact]: newest }))
      after = found.newest ?? after
      if (found.newest === null && found.sales.length < stepEvents) return
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  async #indexOld() {
    for (let steps = 0; steps < oldSteps && !this.#stopping; steps++) {
      const before = await this.indexedFrom()
      if (before === null) return
      await this.#step({ before }, ({ oldest }) => ({ [oldestFact]: oldest ?? allOfThem }))
      await new Promise((resolve) => setTimeout(resolve, pauseForOldMs))
    }
  }

  async #step(step: IndexStep, factsOf: (found: Edges) => Readonly<Record<string, string>>) {
    const { store } = this.#parts
    const found = await store.listSalesToIndex(step, stepEvents)
    const facts = factsOf(found)
    const changed = found.sales.filter(({ changes }) => changes > 0)
    if (Object.keys(facts).length === 0 && changed.length === 0) return found
    await store.indexSales({ rows: await this.#rowsOf(found.sales), changed, facts })
    return found
  }

  async #rowsOf(sales: readonly SaleToIndex[]): Promise<SaleRow[]> {
    const readers = new Readers(this.#parts.store)
    const rows: SaleRow[] = []
    for (const { transaction, productId, at, document } of sales) {
      if (document === null) continue
      const data = JSON.parse(document) as JsonObject
      const words = wordsOfSale(transaction, data)
      for (const role of await readers.of(productId, data)) {
        const seesBuyer = role.kind !== 'affiliate' || role.sharesBuyerData
        const code = role.kind === 'affiliate' ? role.code : null
        const own = { accountId: role.accountId, transaction, productId, code, at }
        rows.push({ ...own, words: seesBuyer ? words : { own: words.own, buyer: [] } })
      }
    }
    return rows
  }
}

interface Edges {
  readonly newest: EventId | null
  readonly oldest: EventId | null
}

/** Who may find sales, asked once for each product and affiliate of a step. */
class Readers {
  readonly #store: Store
  readonly #products = new Map<number, Promise<Product | null>>()
  readonly #affiliations = new Map<string, Promise<Affiliation | null>>()

  constructor(store: Store) {
    this.#store = store
  }

  async of(productId: number, document: JsonObject): Promise<readonly Role[]> {
    const product = await once(this.#products, productId, () => this.#store.getProduct(productId))
    if (!product) return []
    const found = codesIn(document).map((code) =>
      once(this.#affiliations, `${productId} ${code}`, () => this.#store.getAffiliation(productId, code)),
    )
    const affiliations = (await Promise.all(found)).filter((affiliation) => affiliation !== null)
    return rolesFor(product, affiliations)
  }
}

function once<Key, T>(known: Map<Key, Promise<T>>, key: Key, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask()
  known.set(key, answer)
  return answer
}
