import { isDeepStrictEqual } from 'node:util'
import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { AccountRecord, Edited, Saved } from '../contract/directory.ts'
import { truthFrom } from './codecs.ts'
import { all, one, run, tell, truth, type Unit } from './unit.ts'

/** Accounts, products and affiliations. */

type AccountRow = Omit<AccountRecord, 'hottok'> & Account['hottok']

export function* findAccount(id: string): Unit<AccountRecord | null> {
  const row = yield* one<AccountRow>(
    `select id, name, email, locale, time_zone as "timeZone", hottok as current, hottok_next as next,
      hottok_switch_at as "switchAt", test_secret as "testSecret", revision, created_at as "createdAt",
      updated_at as "updatedAt" from accounts where id = ?`,
    id,
  )
  if (!row) return null
  const { current, next, switchAt, ...account } = row
  return { ...account, hottok: { current, next, switchAt } }
}

export function* saveAccount(account: Account, basedOn: number): Unit<Edited> {
  const before = yield* findAccount(account.id)
  if ((before?.revision ?? 0) !== basedOn) return 'outdated'
  yield* tell({ kind: 'account', accountId: account.id })
  yield* run(
    `insert into accounts (id, name, email, locale, time_zone, hottok, hottok_next, hottok_switch_at, test_secret, version,
      created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
      on conflict (id) do update set name = excluded.name, email = excluded.email, locale = excluded.locale,
        time_zone = excluded.time_zone, hottok = excluded.hottok, hottok_next = excluded.hottok_next,
        hottok_switch_at = excluded.hottok_switch_at, test_secret = excluded.test_secret,
        version = accounts.version + case when accounts.name <> excluded.name then 1 else 0 end,
        revision = accounts.revision + 1, created_at = excluded.created_at, updated_at = excluded.updated_at`,
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
  if (before && !isDeepStrictEqual(before.hottok, account.hottok)) yield* forgetEarlySwitches(account.id)
  return 'saved'
}

function* forgetEarlySwitches(accountId: string): Unit<void> {
  const changed = yield* run(
    'update configurations set uses_new_hottok = ?, revision = revision + 1 where account = ? and uses_new_hottok = ?',
    truth(false),
    accountId,
    truth(true),
  )
  if (changed > 0) yield* moveVersion(accountId)
}

/** Invalidates copies of the account's data in memory. */
export function* moveVersion(accountId: string): Unit<void> {
  yield* run('update accounts set version = version + 1 where id = ?', accountId)
  yield* tell({ kind: 'account', accountId })
}

/** @returns 0: there is no such account */
export function* versionOf(id: string): Unit<number> {
  return (yield* one<{ version: number }>('select version from accounts where id = ?', id))?.version ?? 0
}

const productColumns = `p.id, p.ucode, p.name, p.account as "accountId", p.co_producers as "coProducers",
  p.created_at as "createdAt", p.updated_at as "updatedAt"`

type ProductRow = Omit<Product, 'coProducers'> & { readonly coProducers: string }

function productOf(row: ProductRow): Product {
  return { ...row, coProducers: JSON.parse(row.coProducers) as string[] }
}

export function* findProduct(id: number): Unit<Product | null> {
  const row = yield* one<ProductRow>(`select ${productColumns} from products p where p.id = ?`, id)
  return row ? productOf(row) : null
}

export function* saveProduct(product: Product): Unit<Saved<Product>> {
  const before = yield* findProduct(product.id)
  yield* run(
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
    yield* run('delete from product_accounts where account = ? and product = ?', account, product.id)
  }
  for (const account of accountsOf(product)) {
    yield* run('insert into product_accounts (account, product) values (?, ?)', account, product.id)
  }
  if (isNews(before, product)) {
    for (const owner of new Set([before?.accountId ?? product.accountId, product.accountId])) yield* moveVersion(owner)
  }
  return { created: before === null, value: product }
}

/** Platforms save the same data before each sale: only a difference counts as a change. */
function isNews<T extends Product | Affiliation>(before: T | null, after: T): boolean {
  const { createdAt, updatedAt } = after
  return !isDeepStrictEqual(before && { ...before, createdAt, updatedAt }, { ...after })
}

function accountsOf(product: Product): ReadonlySet<string> {
  return new Set([product.accountId, ...product.coProducers])
}

export function* listProducts(accountId: string, page: { after: number | null; limit: number }): Unit<Product[]> {
  const rows = yield* all<ProductRow>(
    `select ${productColumns} from product_accounts a join products p on p.id = a.product
      where a.account = ? and a.product > ? order by a.product limit ?`,
    accountId,
    page.after ?? Number.MIN_SAFE_INTEGER,
    page.limit,
  )
  return rows.map(productOf)
}

const affiliationColumns = `product as "productId", code as "affiliateCode", account as "accountId", name,
  shares_buyer_data as "sharesBuyerData", created_at as "createdAt", updated_at as "updatedAt"`

type AffiliationRow = Omit<Affiliation, 'sharesBuyerData'> & { readonly sharesBuyerData: number | boolean }

function affiliationOf(row: AffiliationRow): Affiliation {
  return { ...row, sharesBuyerData: truthFrom(row.sharesBuyerData) }
}

export function* findAffiliation(productId: number, code: string): Unit<Affiliation | null> {
  const row = yield* one<AffiliationRow>(
    `select ${affiliationColumns} from affiliations where product = ? and code = ?`,
    productId,
    code,
  )
  return row ? affiliationOf(row) : null
}

export function* saveAffiliation(affiliation: Affiliation): Unit<Saved<Affiliation>> {
  const before = yield* findAffiliation(affiliation.productId, affiliation.affiliateCode)
  yield* run(
    `insert into affiliations (product, code, account, name, shares_buyer_data, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (product, code) do update set account = excluded.account, name = excluded.name,
        shares_buyer_data = excluded.shares_buyer_data, created_at = excluded.created_at, updated_at = excluded.updated_at`,
    affiliation.productId,
    affiliation.affiliateCode,
    affiliation.accountId,
    affiliation.name,
    truth(affiliation.sharesBuyerData),
    affiliation.createdAt,
    affiliation.updatedAt,
  )
  const product = isNews(before, affiliation) ? yield* findProduct(affiliation.productId) : null
  if (product) yield* moveVersion(product.accountId)
  return { created: before === null, value: affiliation }
}

export function* listAffiliations(
  productId: number,
  page: { after: string | null; limit: number; accountId?: string },
): Unit<Affiliation[]> {
  const rows = yield* all<AffiliationRow>(
    `select ${affiliationColumns} from affiliations
      where product = ? and code > ? ${page.accountId === undefined ? '' : 'and account = ?'} order by code limit ?`,
    productId,
    page.after ?? '',
    ...(page.accountId === undefined ? [] : [page.accountId]),
    page.limit,
  )
  return rows.map(affiliationOf)
}
