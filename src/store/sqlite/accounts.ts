import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Saved } from '../contract/directory.ts'
import type { Database } from './database.ts'

/** Accounts, products and affiliations: who and what. */

interface AccountRow {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly time_zone: string
  readonly hottok: string
  readonly hottok_next: string | null
  readonly hottok_switch_at: number | null
  readonly test_secret: string
  readonly created_at: number
  readonly updated_at: number
}

export function findAccount(db: Database, id: string): Account | null {
  const row = db.get<AccountRow>('select * from accounts where id = ?', id)
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    locale: row.locale,
    timeZone: row.time_zone,
    hottok: { current: row.hottok, next: row.hottok_next, switchAt: row.hottok_switch_at },
    testSecret: row.test_secret,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function saveAccount(
  db: Database,
  id: string,
  create: () => Account,
  change: (account: Account) => Account,
): Saved<Account> {
  const before = findAccount(db, id)
  const value = { ...(before ? change(before) : create()), id }
  db.changes.note({ kind: 'account', accountId: id })
  db.run(
    `insert into accounts (id, name, email, locale, time_zone, hottok, hottok_next, hottok_switch_at, test_secret, created_at,
      updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set name = excluded.name, email = excluded.email, locale = excluded.locale,
        time_zone = excluded.time_zone, hottok = excluded.hottok, hottok_next = excluded.hottok_next,
        hottok_switch_at = excluded.hottok_switch_at, test_secret = excluded.test_secret, created_at = excluded.created_at,
        updated_at = excluded.updated_at`,
    id,
    value.name,
    value.email,
    value.locale,
    value.timeZone,
    value.hottok.current,
    value.hottok.next,
    value.hottok.switchAt,
    value.testSecret,
    value.createdAt,
    value.updatedAt,
  )
  return { created: before === null, value }
}

interface ProductRow {
  readonly id: number
  readonly ucode: string
  readonly name: string
  readonly account: string
  readonly co_producers: string
  readonly created_at: number
  readonly updated_at: number
}

function productOf(row: ProductRow): Product {
  return {
    id: row.id,
    ucode: row.ucode,
    name: row.name,
    accountId: row.account,
    coProducers: JSON.parse(row.co_producers) as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function findProduct(db: Database, id: number): Product | null {
  const row = db.get<ProductRow>('select * from products where id = ?', id)
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
  return { created: before === null, value: product }
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
      `select p.* from product_accounts a join products p on p.id = a.product
        where a.account = ? and a.product > ? order by a.product limit ?`,
      accountId,
      page.after ?? Number.MIN_SAFE_INTEGER,
      page.limit,
    )
    .map(productOf)
}

interface AffiliationRow {
  readonly product: number
  readonly code: string
  readonly account: string
  readonly name: string
  readonly shares_buyer_data: number
  readonly created_at: number
  readonly updated_at: number
}

function affiliationOf(row: AffiliationRow): Affiliation {
  return {
    productId: row.product,
    affiliateCode: row.code,
    accountId: row.account,
    name: row.name,
    sharesBuyerData: row.shares_buyer_data === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function findAffiliation(db: Database, productId: number, code: string): Affiliation | null {
  const row = db.get<AffiliationRow>('select * from affiliations where product = ? and code = ?', productId, code)
  return row ? affiliationOf(row) : null
}

export function saveAffiliation(db: Database, affiliation: Affiliation): Saved<Affiliation> {
  const created = findAffiliation(db, affiliation.productId, affiliation.affiliateCode) === null
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
  return { created, value: affiliation }
}

export function listAffiliations(
  db: Database,
  productId: number,
  page: { after: string | null; limit: number; accountId?: string },
): Affiliation[] {
  return db
    .all<AffiliationRow>(
      `select * from affiliations where product = ?1 and (?2 is null or code > ?2) and (?3 is null or account = ?3)
        order by code limit ?4`,
      productId,
      page.after,
      page.accountId ?? null,
      page.limit,
    )
    .map(affiliationOf)
}
