import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Configuration } from '../../domain/configuration.ts'
import type { Facts } from '../contract/ledger.ts'
import { findAccount, findAffiliation, findProduct } from './accounts.ts'
import { configurationsOf } from './configurations.ts'
import type { Database } from './database.ts'
import type { KnownSubject } from './subjects.ts'
import { documentOfTransaction, transactionOf } from './transactions.ts'

const entriesMax = 20_000

/**
 * What accepting asks again and again, kept in memory. Accounts, products and affiliations are dropped when they are saved;
 * configurations carry their account's version, which every accept compares with the database inside its own commit.
 */
export class FactsCache {
  readonly accounts = new Map<string, Account | null>()
  readonly products = new Map<number, Product | null>()
  readonly affiliations = new Map<string, Affiliation | null>()
  readonly configurations = new Map<string, { version: number; list: readonly Configuration[] }>()

  forgetAccount(id: string) {
    this.accounts.delete(id)
  }

  forgetProduct(id: number) {
    this.products.delete(id)
  }

  forgetAffiliation(productId: number, code: string) {
    this.affiliations.delete(`${productId} ${code}`)
  }
}

/** Facts for the items of one commit. */
export class FactsReader {
  readonly #db: Database
  readonly #cache: FactsCache
  /** Versions read in this commit: they cannot change within it. */
  readonly #versions = new Map<string, number | null>()

  constructor(db: Database, cache: FactsCache) {
    this.#db = db
    this.#cache = cache
  }

  about({ transaction: row, sequence }: KnownSubject): Facts {
    return {
      transaction: row ? transactionOf(row) : null,
      sequence,
      document: () => (row ? documentOfTransaction(this.#db, row) : null),
      product: (id) => remembered(this.#cache.products, id, () => findProduct(this.#db, id)),
      account: (id) => remembered(this.#cache.accounts, id, () => findAccount(this.#db, id)),
      affiliations: (productId, codes) => this.#affiliations(productId, codes),
      configurations: (accountId) => this.#configurations(accountId),
    }
  }

  #affiliations(productId: number, codes: readonly string[]): readonly Affiliation[] {
    return [...new Set(codes)].flatMap((code) => {
      const find = () => findAffiliation(this.#db, productId, code)
      return remembered(this.#cache.affiliations, `${productId} ${code}`, find) ?? []
    })
  }

  #configurations(accountId: string): readonly Configuration[] {
    const version = remembered(this.#versions, accountId, () => this.#versionOf(accountId))
    const known = this.#cache.configurations.get(accountId)
    if (known && known.version === version) return known.list
    const list = configurationsOf(this.#db, accountId)
    if (version !== null) keep(this.#cache.configurations, accountId, { version, list })
    return list
  }

  #versionOf(accountId: string): number | null {
    const row = this.#db.get<{ version: number }>('select version from accounts where id = ?', accountId)
    return row?.version ?? null
  }
}

function remembered<Key, Value>(map: Map<Key, Value>, key: Key, find: () => Value): Value {
  const known = map.get(key)
  return known === undefined ? keep(map, key, find()) : known
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  if (map.size >= entriesMax) map.clear()
  map.set(key, value)
  return value
}
