import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Body } from '../src/store/contract/ledger.ts'
import { bodyDictionaries, currentDictionary } from '../src/store/sql/body-dictionaries.ts'
import { outcomeCode, stateCode } from '../src/store/sql/codes.ts'
import { frameMember, OpenFrame, packFrame } from '../src/store/sql/frames.ts'
import { closedLoop } from './load/load.ts'
import { machineTime } from './machine-time.ts'
import { productIdOf, purchaseDocument, transactionCode } from './payload.ts'
import { type Postback, registerProducer, request } from './postback.ts'
import type { Workbench } from './workbench.ts'

/**
 * Fills a store with old deliveries. Postback itself writes a few template rows of each kind. Then it is stopped, and SQL copies
 * them with new ids, transactions and times, spread over the last weeks. So every row, index and body is as Postback writes it,
 * without the hours for one commit after another. The frames of bodies are made here.
 */

export const producers = 16
/** It gets every second row. Its history is measured, as it is the largest account. */
export const largestProducer = 0
const statuses = ['APPROVED', 'COMPLETED', 'CANCELED', 'BILLET_PRINTED', 'REFUNDED']
const days = 50
const dayMs = 86_400_000
const rowsPerStep = 20_000
/** Events that fill a page of the database. */
const eventsPerFrame = 12

export async function fillStore(bench: Workbench, directory: string, rows: number): Promise<void> {
  const startedAt = machineTime()
  const receiver = await bench.receiver()
  const postback = await bench.startPostback(directory, 'fill')
  for (let producer = 0; producer < producers; producer++) await registerProducer(postback, producer, receiver.url)
  await reportTemplates(postback, bench.takeTransactions(producers * statuses.length))
  await postback.settled()
  await postback.stop()
  await copyRows(join(directory, 'postback.db'), rows, bench)
  bench.say(`filled with ${rows.toLocaleString('en')} rows in ${((machineTime() - startedAt) / 1000).toFixed(1)} s`)
}

async function reportTemplates(postback: Postback, first: number) {
  await closedLoop({
    concurrency: 1,
    forMs: Number.POSITIVE_INFINITY,
    most: producers * statuses.length,
    async call(number) {
      const transaction = transactionCode(first + number)
      const status = statuses[Math.floor(number / producers)] ?? 'APPROVED'
      const productId = productIdOf(number % producers)
      const document = purchaseDocument({ productId, transaction, status, now: Date.now() })
      await request(postback, 'PUT', `/v1/transactions/${transaction}`, document)
    },
  })
}

/** New values of columns; all other columns are copied from the template row (t). `f` is the row of `fresh`. */
const copied: Readonly<Record<string, { readonly join: string; readonly columns: Readonly<Record<string, string>> }>> =
  {
    transactions: {
      join: `t."transaction" = m."transaction"`,
      columns: {
        transaction: 'f."transaction"',
        event_id: 'f.event_id',
        newest_event: 'f.event_id',
        occurred_at: 't.occurred_at + f.shift',
        updated_at: 't.updated_at + f.shift',
      },
    },
    events: {
      join: 't.id = m.event_id',
      columns: {
        id: 'f.event_id',
        subject: 'f."transaction"',
        transaction: 'f."transaction"',
        occurred_at: 't.occurred_at + f.shift',
        created_at: 't.created_at + f.shift',
        document: 'replace(t.document, m."transaction", f."transaction")',
        frame: 'f.frame',
      },
    },
    deliveries: {
      join: 't.id = m.delivery_id',
      columns: {
        id: 'f.delivery_id',
        event_id: 'f.event_id',
        transaction: 'f."transaction"',
        // Some have failed, and some wait for a retry in a month.
        state: `case f.kind when 1 then ${stateCode.failed} when 2 then ${stateCode.retrying} else t.state end`,
        due: 'case f.kind when 2 then t.created_at + 2592000000 end',
        last_status: 'case f.kind when 0 then t.last_status else 500 end',
        last_outcome: `case f.kind when 0 then t.last_outcome else ${outcomeCode.rejected} end`,
        first_attempt_at: 't.first_attempt_at + f.shift',
        last_attempt_at: 't.last_attempt_at + f.shift',
        delivered_at: 'case f.kind when 0 then t.delivered_at + f.shift end',
        created_at: 't.created_at + f.shift',
      },
    },
    attempts: {
      join: 't.delivery_id = m.delivery_id',
      columns: {
        delivery_id: 'f.delivery_id',
        at: 't.at + f.shift',
        outcome: `case f.kind when 0 then t.outcome else ${outcomeCode.rejected} end`,
        status: 'case f.kind when 0 then t.status else 500 end',
      },
    },
  }

async function copyRows(path: string, rows: number, bench: Workbench) {
  const db = new DatabaseSync(path)
  db.exec(`
    pragma synchronous = off; pragma cache_size = -262144; pragma temp_store = memory; pragma wal_autocheckpoint = 4000;
    create temp table model (slot integer primary key, event_id blob, delivery_id blob, "transaction" text, at integer);
    insert into model select row_number() over (order by e."transaction") - 1, e.id, d.id, e."transaction", e.created_at
      from events e join deliveries d on d.event_id = e.id;
    create temp table fresh (slot integer, event_id blob, delivery_id blob, "transaction" text, shift integer, kind integer,
      frame integer);
  `)
  const now = Date.now()
  const prepareStep = db.prepare(freshRows)
  const templates = templatesIn(db)
  const copies = Object.keys(copied).map((name) => db.prepare(copyOf(db, name)))
  for (let from = 0; from < rows; from += rowsPerStep) {
    const to = Math.min(rows, from + rowsPerStep)
    const first = bench.takeTransactions(to - from)
    db.exec('begin; delete from fresh')
    prepareStep.run({ from, to, first, start: now - days * dayMs, step: (days * dayMs) / rows })
    writeFrames(db, templates)
    for (const copy of copies) copy.run()
    db.exec('commit')
    // Lets Ctrl-C be handled between steps.
    await new Promise((resolve) => setImmediate(resolve))
  }
  db.exec('pragma synchronous = full; pragma wal_checkpoint(truncate); pragma optimize')
  db.close()
  // Otherwise the first sync of the measured process would have to write all of this.
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

/** UUIDv7 of evenly spread times; the ids of a delivery and its event begin alike. Every second row belongs to the largest producer. */
const freshRows = `
  with recursive
    number (i) as (select :from union all select i + 1 from number where i + 1 < :to),
    moment as (
      select i, cast(:start + i * :step as integer) as at,
        case i % 2 when 0 then ${largestProducer} else (i / 2) % ${producers} end + ${producers} * (i % 7 % ${statuses.length}) as slot
      from number),
    id as (select *, printf('%012x7%03x80', at, i % 4096) as half from moment)
  insert into fresh
  select id.slot, unhex(half || hex(randomblob(7))), unhex(half || hex(randomblob(7))), printf('HP%014d', :first + i - :from), id.at - m.at,
    case when i % 97 = 1 then 1 when i % 199 = 1 then 2 else 0 end,
    null
  from id join model m on m.slot = id.slot`

interface Template {
  readonly transaction: string
  readonly bodies: readonly Body[]
}

/** The templates, by slot of the model. */
function templatesIn(db: DatabaseSync): ReadonlyMap<number, Template> {
  const rows = db
    .prepare(
      `select m.slot, m.event_id as event, m."transaction", frames.bytes from model m join events e on e.id = m.event_id
        join frames on frames.number = e.frame`,
    )
    .all() as unknown as { slot: number; event: Uint8Array; transaction: string; bytes: Uint8Array }[]
  return new Map(
    rows.map(({ slot, event, transaction, bytes }) => {
      const frame = new OpenFrame(bytes, (number) => bodyDictionaries.get(number)?.content)
      return [slot, { transaction, bodies: frame.bodiesOf(event, () => true) }]
    }),
  )
}

/** Writes the frames of the fresh rows, and sets the frame number in each row. */
function writeFrames(db: DatabaseSync, templates: ReadonlyMap<number, Template>) {
  const rows = db
    .prepare('select rowid as number, slot, event_id as event, "transaction" from fresh order by rowid')
    .all() as unknown as { number: number; slot: number; event: Uint8Array; transaction: string }[]
  const insert = db.prepare('insert into frames (bytes) values (?)')
  const note = db.prepare('update fresh set frame = ? where rowid between ? and ?')
  for (let from = 0; from < rows.length; from += eventsPerFrame) {
    const group = rows.slice(from, from + eventsPerFrame)
    const members = group.map(({ slot, event, transaction }) => {
      const template = templates.get(slot)
      const bodies = template?.bodies.map((body) => ({
        ...body,
        text: body.text.replaceAll(template.transaction, transaction),
      }))
      return frameMember(event, bodies ?? [])
    })
    const { lastInsertRowid } = insert.run(packFrame(members, currentDictionary))
    note.run(lastInsertRowid, group[0]?.number ?? 0, group.at(-1)?.number ?? 0)
  }
}

function copyOf(db: DatabaseSync, table: string): string {
  const { join: condition, columns } = copied[table] ?? { join: '', columns: {} }
  const names = db
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map((row) => String(row.name))
  const values = names.map((name) => columns[name] ?? `t."${name}"`)
  return `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
    select ${values.join(', ')} from fresh f join model m on m.slot = f.slot join ${table} t on ${condition} order by f.rowid`
}
