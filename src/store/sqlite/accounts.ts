import { isDeepStrictEqual } from 'node:util'
import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { AccountRecord, Edited, Saved } from '../contract/directory.ts'
import type { Database } from './database.ts'

/** Accounts, products and affiliations: who and what. */

type AccountRow = Omit<AccountRecord, 'hottok'> & Account['hottok']

export function findAccount(db: Database, id: string): AccountRecord | null {
  const row = db.get<AccountRow>(
    `select id, name, email, locale, time_zone as "timeZone", hottok as current, hottok_next as next,
      hottok_switch_at as "switchAt", test_secret as "testSecret", revision, created_at as "createdAt",
      updated_at as "updatedAt" from accounts where id = ?`,
    id,
  )
  if (!row) return null
  const { current, next, switchAt, ...account } = row
  return { ...account, hottok: { current, next, switchAt } }
}

export function saveAccount(db: Database, account: Account, basedOn: number): Edited {
  const before = findAccount(db, account.id)
  if ((before?.revision ?? 0) !== basedOn) return 'outdated'
  db.changes.note({ kind: 'account', accountId: account.id })
  db.run(
    `insert into accounts (id, name, email, locale, time_zone, hottok, hottok_next, hottok_switch_at, test_secret, version,
      created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
      on conflict (id) do update set name = excluded.name, email = excluded.email, locale = excluded.locale,
        time_zone = excluded.time_zone, hottok = excluded.hottok, hottok_next = excluded.hottok_next,
        hottok_switch_at = excluded.hottok_switch_at, test_secret = excluded.test_secret,
        version = version + (name <> excluded.name), revision = revision + 1,
        created_at = excluded.created_at, updated_at = excluded.updated_at`,
    account.id,
    account.name,
    account.email,
    account.locale,
    account.timeZone,
    account.hottok.current,
    account.hottok.next,
    account.hottok.switchAt,
    account.testSecret,
    account.createdAt,
    account.updatedAt,
  )
  if (before && !isDeepStrictEqual(before.hottok, account.hottok)) forgetEarlySwitches(db, account.id)
  return 'saved'
}

function forgetEarlySwitches(db: Database, accountId: string) {
  const changed = db.run(
    'update configurations set uses_new_hottok = 0, revision = revision + 1 where account = ? and uses_new_hottok = 1',
    accountId,
  )
  if (changed > 0) moveVersion(db, accountId)
}

/** What others have in memory of the account is out of date. */
export function moveVersion(db: Database, accountId: string) {
  db.run('update accounts set version = version + 1 where id = ?', accountId)
  db.changes.note({ kind: 'account', accountId })
}

export function accountVersions(db: Database, ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id) => [id, versionOf(db, id)]))
}

/** 0: there is no such account. */
export function versionOf(db: Database, id: string): number {
  return db.get<{ version: number }>('select version from accounts where id = ?', id)?.version ?? 0
}

const productColumns = `p.id, p.ucode, p.name, p.account as "accountId", p.co_producers as "coProducers",
  p.created_at as "createdAt", p.updated_at as "updatedAt"`

type ProductRow = Omit<Product, 'coProducers'> & { readonly coProducers: string }

function productOf(row: ProductRow): Product {
  return { ...row, coProducers: JSON.parse(row.coProducers) as string[] }
}

export function findProduct(db: Database, id: number): Product | null {
  const row = db.get<ProductRow>(`select ${productColumns} from products p where p.id = ?`, id)
  return row ? productOf(row) : null
}

export function saveProduct(db: Database, product: Product): Saved<Product> {
  const before = findProduct(db, product.id)
  db.run(
    `insert into products (id, ucode, name, account, co_producers, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set ucode = excluded.ucode, name = excluded.name, account = excluded.account,
        co_producers = excluded.co_producers, created_at = excluded.created_at, updated_at = excluded.updated_at`,
    product.id,
    product.ucode,
    product.name,
    product.accountId,
    JSON.stringify(product.coProducers),
    product.createdAt,
    product.updatedAt,
  )
  for (const account of before ? accountsOf(before) : []) {
    db.run('delete from product_accounts where account = ? and product = ?', account, product.id)
  }
  for (const account of accountsOf(product)) {
    db.run('insert into product_accounts (account, product) values (?, ?)', account, product.id)
  }
  if (isNews(before, product)) {
    for (const owner of new Set([before?.accountId ?? product.accountId, product.accountId])) moveVersion(db, owner)
  }
  return { created: before === null, value: product }
}

/** Platforms save the same again and again, before each sale: only what differs is a change. */
function isNews<T extends Product | Affiliation>(before: T | null, after: T): boolean {
  const { createdAt, updatedAt } = after
  return !isDeepStrictEqual(before && { ...before, createdAt, updatedAt }, { ...after })
}

function accountsOf(product: Product): ReadonlySet<string> {
  return new Set([product.accountId, ...product.coProducers])
}

export function listProducts(
  db: Database,
  accountId: string,
  page: { after: number | null; limit: number },
): Product[] {
  return db
    .all<ProductRow>(
      `select ${productColumns} from product_accounts a join products p on p.id = a.product
        where a.account = ? and a.product > ? order by a.product limit ?`,
      accountId,
      page.after ?? Number.MIN_SAFE_INTEGER,
      page.limit,
    )
    .map(productOf)
}

const affiliationColumns = `product as "productId", code as "affiliateCode", account as "accountId", name,
  shares_buyer_data as "sharesBuyerData", created_at as "createdAt", updated_at as "updatedAt"`

type AffiliationRow = Omit<Affiliation, 'sharesBuyerData'> & { readonly sharesBuyerData: number }

function affiliationOf(row: AffiliationRow): Affiliation {
  return { ...row, sharesBuyerData: row.sharesBuyerData === 1 }
}

export function findAffiliation(db: Database, productId: number, code: string): Affiliation | null {
  const row = db.get<AffiliationRow>(
    `select ${affiliationColumns} from affiliations where product = ? and code = ?`,
    productId,
    code,
  )
  return row ? affiliationOf(row) : null
}

export function saveAffiliation(db: Database, affiliation: Affiliation): Saved<Affiliation> {
  const before = findAffiliation(db, affiliation.productId, affiliation.affiliateCode)
  db.run(
    `insert into affiliations (product, code, account, name, shares_buyer_data, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (product, code) do update set account = excluded.account, name = excluded.name,
        shares_buyer_data = excluded.shares_buyer_data, created_at = excluded.created_at, updated_at = excluded.updated_at`,
    affiliation.productId,
    affiliation.affiliateCode,
    affiliation.accountId,
    affiliation.name,
    affiliation.sharesBuyerData ? 1 : 0,
    affiliation.createdAt,
    affiliation.updatedAt,
  )
  const product = isNews(before, affiliation) ? findProduct(db, affiliation.productId) : null
  if (product) moveVersion(db, product.accountId)
  return { created: before === null, value: affiliation }
}

export function listAffiliations(
  db: Database,
  productId: number,
  page: { after: string | null; limit: number; accountId?: string },
): Affiliation[] {
  return db
    .all<AffiliationRow>(
      `select ${affiliationColumns} from affiliations
        where product = ?1 and (?2 is null or code > ?2) and (?3 is null or account = ?3) order by code limit ?4`,
      productId,
      page.after,
      page.accountId ?? null,
      page.limit,
    )
    .map(affiliationOf)
}
