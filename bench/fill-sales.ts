import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { reversedWord } from '../src/domain/sales/sale-words.ts'
import { machineTime } from './machine-time.ts'
import { productIdOf, transactionCode } from './payload.ts'
import { accountOf, type Postback, registerAccount, request } from './postback.ts'
import type { Workbench } from './workbench.ts'

/**
 * Fills a store with sales of one account. Postback writes one of them; SQL copies it with other codes, buyers and times, and writes the
 * rows of the search as the index does.
 */

export const searchedProducer = 0
const template = { code: transactionCode(0), name: 'Template Buyer', email: 'template.buyer@example.com' }
const namesOfEachKind = 2_000
const rowsPerStep = 20_000
const dayMs = 86_400_000
const days = 400

export interface FilledSale {
  readonly code: string
  readonly first: string
  readonly last: string
  readonly email: string
}

/** Sale number `i`. Names are as uneven as people's: a twelfth of the buyers have the commonest first name. */
export function filledSale(i: number): FilledSale {
  const first = nameOf(
    'mar kal tos ber lin dor sil fen gus pal ret nov cas jul han vit rom ost zel ame',
    unevenly(i, 1),
  )
  const last = nameOf('sou oli per fer rod alv lim gom rib mon car mac bar nas cav tei mel dia pra nun', unevenly(i, 2))
  // In the order of their times, as codes of a platform are.
  const code = transactionCode(10_000_000 + i * 83)
  return { code, first, last, email: `${first}.${last}.${i}@example.com` }
}

/** The commonest is the first. Its first three letters are those of a twentieth of all names. */
function nameOf(stems: string, index: number): string {
  const all = stems.split(' ')
  const syllables = 'ia ana ina ela io eno ito usa ada ora'.split(' ')
  const [stem, rest] = [index % all.length, Math.floor(index / all.length)]
  const ending = syllables[rest % 10]
  return `${all[stem]}${rest < 10 ? '' : syllables[Math.floor(rest / 10)]}${ending}`
}

function unevenly(i: number, salt: number): number {
  const chance = ((Math.imul(i + 1, 2_654_435_761) ^ Math.imul(salt, 40_503 * 65_537)) >>> 0) / 2 ** 32
  return Math.floor(namesOfEachKind * chance ** 3)
}

export async function fillSales(bench: Workbench, directory: string, count: number): Promise<void> {
  const startedAt = machineTime()
  const postback = await bench.startPostback(directory, 'fill-sales')
  await registerAccount(postback, searchedProducer)
  const document = {
    product: { id: productIdOf(searchedProducer), name: 'Product 0' },
    buyer: { name: template.name, email: template.email },
    purchase: {
      transaction: template.code,
      status: 'APPROVED',
      price: { value: 197, currency_value: 'BRL' },
      order_date: Date.now(),
    },
  }
  await request(postback, 'PUT', `/v1/transactions/${template.code}`, document)
  await postback.settled()
  await indexed(postback)
  await postback.stop()
  await copySales(join(directory, 'postback.db'), count)
  bench.say(`filled with ${count.toLocaleString('en')} sales in ${((machineTime() - startedAt) / 1000).toFixed(1)} s`)
}

/** Until the search knows that there is nothing older to index: the copies come before. */
async function indexed(postback: Postback) {
  for (;;) {
    const found = await request(postback, 'POST', '/v1/sales/search', { q: template.code }, accountOf(searchedProducer))
    const { data, indexedFrom } = found as { readonly data: readonly unknown[]; readonly indexedFrom: string | null }
    if (data.length > 0 && indexedFrom === null) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function copySales(path: string, count: number) {
  const db = new DatabaseSync(path)
  db.exec(`
    pragma synchronous = off; pragma cache_size = -524288; pragma temp_store = file; pragma wal_autocheckpoint = 4000;
    create temp table fresh (number integer primary key, code text, name text, email text, at integer, event_id blob);
  `)
  const insert = db.prepare('insert into fresh values (?, ?, ?, ?, ?, unhex(?))')
  const sale = db.prepare('insert or ignore into sales values (?, ?, ?, null, ?, ?, ?)')
  const copies = ['transactions', 'events'].map((table) => db.prepare(copyOf(db, table)))
  const start = Date.now() - days * dayMs
  const account = accountOf(searchedProducer)
  for (let from = 0; from < count; from += rowsPerStep) {
    db.exec('begin; delete from fresh')
    for (let i = from; i < Math.min(count, from + rowsPerStep); i++) {
      const { code, first, last, email } = filledSale(i)
      const at = start + Math.floor((i * days * dayMs) / count)
      const id = `${at.toString(16).padStart(12, '0')}7${(i % 4096).toString(16).padStart(3, '0')}80${i.toString(16).padStart(14, '0')}`
      insert.run(i, code, `${first} ${last}`, email, at, id)
      const own = [code.toLowerCase(), reversedWord(code.toLowerCase())]
      sale.run(
        account,
        code,
        productIdOf(searchedProducer),
        at,
        JSON.stringify(own),
        JSON.stringify([email, first, last]),
      )
    }
    for (const copy of copies) copy.run(template.code)
    db.exec('commit')
    // Lets Ctrl-C be handled between steps.
    await new Promise((resolve) => setImmediate(resolve))
  }
  db.exec(`
    insert or ignore into sale_words select account, value, "transaction" from (
      select s.account, w.value, s."transaction" from sales s, json_each(s.own_words) w
      union all select s.account, w.value, s."transaction" from sales s, json_each(s.buyer_words) w) order by 1, 2, 3;
    pragma synchronous = full; pragma wal_checkpoint(truncate); pragma optimize`)
  db.close()
}

/** New values of columns; all other columns are copied from the template row (t). */
const fresh: Readonly<Record<string, string>> = {
  transaction: 'f.code',
  subject: 'f.code',
  id: 'f.event_id',
  event_id: 'f.event_id',
  newest_event: 'f.event_id',
  occurred_at: 'f.at',
  updated_at: 'f.at',
  created_at: 'f.at',
  frame: 'null',
  document: `replace(replace(replace(t.document, '${template.code}', f.code), '${template.name}', f.name), '${template.email}', f.email)`,
}

function copyOf(db: DatabaseSync, table: string): string {
  const names = db
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map((row) => String(row.name))
  return `insert or ignore into ${table} (${names.map((name) => `"${name}"`).join(', ')})
    select ${names.map((name) => fresh[name] ?? `t."${name}"`).join(', ')} from fresh f, ${table} t where t."transaction" = ?`
}
