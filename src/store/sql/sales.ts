import { matchesSale, type SearchedWord } from '../../domain/sales/sale-query.ts'
import type { FoundSales, SaleRow, SalesStep } from '../contract/history.ts'
import { setFact } from './answers.ts'
import { all, one, run, type Unit } from './unit.ts'

/** Of one beginning of a word: more are not looked at, and the answer says so. */
const wordsLookedAt = 2_000
/** Of one word in full. */
const fullWordsLookedAt = 20_000
const fullMatchesMost = 50
const columns = 'account, "transaction", product, code, at, own_words, buyer_words'

interface Row {
  readonly account: string
  readonly transaction: string
  readonly product: number
  readonly code: string | null
  readonly at: number
  readonly own_words: string
  readonly buyer_words: string
}

export function* indexSales({ rows, absentOnly = false, changed = [], facts = {} }: SalesStep): Unit<void> {
  for (const row of rows) yield* indexSale(row, absentOnly)
  for (const { transaction, changes } of changed) {
    yield* run('delete from sales_changed where "transaction" = ? and changes = ?', transaction, changes)
  }
  for (const [name, value] of Object.entries(facts)) yield* setFact(name, value)
}

/** Most events tell nothing new of their sale, so nothing is written for them. */
function* indexSale({ accountId, transaction, productId, code, at, words }: SaleRow, absentOnly = false): Unit<void> {
  const before = yield* findSale(accountId, transaction)
  if (before && absentOnly) return
  const [own, buyer] = [JSON.stringify(words.own), JSON.stringify(words.buyer)]
  if (before && before.code === code && before.own_words === own && before.buyer_words === buyer) return
  if (before) yield* removeWords(before)
  yield* run(
    `insert into sales (${columns}) values (?, ?, ?, ?, ?, ?, ?)
      on conflict (account, "transaction") do update set product = excluded.product, code = excluded.code,
        own_words = excluded.own_words, buyer_words = excluded.buyer_words`,
    ...[accountId, transaction, productId, code, at, own, buyer],
  )
  for (const word of [...words.own, ...words.buyer]) {
    yield* run(
      'insert into sale_words (account, word, "transaction") values (?, ?, ?) on conflict do nothing',
      ...[accountId, word, transaction],
    )
  }
}

function* removeWords(row: Row): Unit<void> {
  for (const word of [...wordsIn(row.own_words), ...wordsIn(row.buyer_words)]) {
    yield* run(
      'delete from sale_words where account = ? and word = ? and "transaction" = ?',
      ...[row.account, word, row.transaction],
    )
  }
}

/** Scans the rarest of the words, and looks for the others in the sales that it finds. */
export function* findSales(accountId: string, words: readonly SearchedWord[], limit: number): Unit<FoundSales> {
  const counts: number[] = []
  for (const { prefixes } of words) counts.push(yield* countBeginnings(accountId, prefixes))
  const fewest = Math.min(...counts)
  const rarest = words[counts.indexOf(fewest)]
  if (!rarest || fewest === 0) return { sales: [], more: false }
  const others = words.filter((word) => word !== rarest)
  const rows = [...(yield* rowsWith(accountId, rarest, others, limit + 1))]
  const isCut = fewest > wordsLookedAt
  if (isCut && others.length > 0) rows.push(...(yield* rowsWithAll(accountId, words)))
  const sales = [...new Map(rows.map((row) => [row.transaction, saleOf(row)])).values()]
    .filter((sale) => matchesSale(words, sale.words, true))
    .sort((a, b) => b.at - a.at)
  return { sales: sales.slice(0, limit), more: sales.length > limit || isCut }
}

/** Up to one more than are looked at. */
function* countBeginnings(accountId: string, prefixes: readonly string[]): Unit<number> {
  let count = 0
  for (const prefix of prefixes) {
    const found = yield* one<{ count: number }>(
      'select count(*) as count from (select 1 from sale_words where account = ? and word >= ? and word < ? limit ?)',
      ...[accountId, prefix, afterAllThatBeginWith(prefix), wordsLookedAt + 1],
    )
    count += found?.count ?? 0
  }
  return count
}

/** The newest of the sales that have a word with one of these beginnings, and one with a beginning of each of the others. */
function* rowsWith(
  accountId: string,
  { prefixes }: SearchedWord,
  others: readonly SearchedWord[],
  limit: number,
): Unit<readonly Row[]> {
  const ranges = prefixes.map(
    () => 'select * from (select "transaction" from sale_words where account = ? and word >= ? and word < ? limit ?)',
  )
  // Words are stored as JSON: a word that begins so stands behind a quotation mark.
  const has = others.map(
    (other) => `and (${other.prefixes.map(() => 'instr(s.own_words || s.buyer_words, ?) > 0').join(' or ')})`,
  )
  return yield* all<Row>(
    `select ${columns.replaceAll(/(^|, )/g, '$1s.')} from (${ranges.join(' union ')}) w
      join sales s on s.account = ? and s."transaction" = w."transaction" where true ${has.join(' ')} order by s.at desc limit ?`,
    ...prefixes.flatMap((prefix) => [accountId, prefix, afterAllThatBeginWith(prefix), wordsLookedAt]),
    accountId,
    ...others.flatMap((other) => other.prefixes.map((prefix) => JSON.stringify(prefix).slice(0, -1))),
    limit,
  )
}

/**
 * Some of the sales that have all of these words in full. First and last names that many buyers have are found so, where the scan of
 * beginnings ends too early.
 */
function* rowsWithAll(accountId: string, words: readonly SearchedWord[]): Unit<readonly Row[]> {
  const [first = '', ...others] = words.map(({ prefixes }) => prefixes[0] ?? '')
  const has = others.map(
    () =>
      'and exists (select 1 from sale_words o where o.account = ?1 and o.word = ? and o."transaction" = f."transaction")',
  )
  // The other words are looked up in their index before any row is read.
  return yield* all<Row>(
    `select ${columns} from sales where account = ?1 and "transaction" in (select f."transaction" from
      (select "transaction" from sale_words where account = ?1 and word = ?2 limit ${fullWordsLookedAt}) f where true ${has.join(' ')}
      limit ${fullMatchesMost})`,
    ...[accountId, first, ...others],
  )
}

export function* listRelatedSales(accountId: string, words: readonly string[], limit: number): Unit<SaleRow[]> {
  const sales = new Map<string, SaleRow>()
  for (const word of words) {
    const rows = yield* all<Row>(
      `select s.account, s."transaction", s.product, s.code, s.at, s.own_words, s.buyer_words from sale_words w
        join sales s on s.account = w.account and s."transaction" = w."transaction"
        where w.account = ? and w.word = ? order by s.at desc limit ?`,
      ...[accountId, word, limit],
    )
    for (const row of rows) sales.set(row.transaction, saleOf(row))
  }
  return [...sales.values()].sort((a, b) => b.at - a.at).slice(0, limit)
}

export function* getSale(accountId: string, transaction: string): Unit<SaleRow | null> {
  const row = yield* findSale(accountId, transaction)
  return row ? saleOf(row) : null
}

/**
 * One step of forgetting, in the order of the rows: sales whose transaction is gone, and buyers whose affiliate may not see them any more.
 * @returns where to go on; null: at the end
 */
export function* forgetSales(
  after: { readonly account: string; readonly transaction: string },
  limit: number,
): Unit<{ readonly account: string; readonly transaction: string } | null> {
  const rows = yield* all<Row & { readonly is_kept: number; readonly shares: number }>(
    `select ${columns}, exists (select 1 from transactions t where t."transaction" = s."transaction")
      or exists (select 1 from legacy_posts p where p.account = s.account and p."transaction" = s."transaction") as is_kept,
      s.code is null or exists (select 1 from affiliations a where a.product = s.product and a.code = s.code
        and a.account = s.account and a.shares_buyer_data) as shares
      from sales s where (account, "transaction") > (?, ?) order by account, "transaction" limit ?`,
    ...[after.account, after.transaction, limit],
  )
  for (const row of rows) {
    if (!row.is_kept) {
      yield* removeWords(row)
      yield* run('delete from sales where account = ? and "transaction" = ?', row.account, row.transaction)
    } else if (!row.shares && row.buyer_words !== '[]') {
      const sale = saleOf(row)
      yield* indexSale({ ...sale, words: { own: sale.words.own, buyer: [] } })
    }
  }
  const last = rows.at(-1)
  return last && rows.length === limit ? { account: last.account, transaction: last.transaction } : null
}

function* findSale(accountId: string, transaction: string): Unit<Row | undefined> {
  return yield* one<Row>(`select ${columns} from sales where account = ? and "transaction" = ?`, accountId, transaction)
}

function saleOf(row: Row): SaleRow {
  return {
    accountId: row.account,
    transaction: row.transaction,
    productId: row.product,
    code: row.code,
    at: row.at,
    words: { own: wordsIn(row.own_words), buyer: wordsIn(row.buyer_words) },
  }
}

function wordsIn(json: string): readonly string[] {
  return JSON.parse(json) as string[]
}

/** The first text that sorts after everything that begins so, in the order of UTF-8. */
function afterAllThatBeginWith(prefix: string): string {
  return `${prefix}\u{10ffff}`
}
