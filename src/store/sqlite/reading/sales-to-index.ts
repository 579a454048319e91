import type { IndexStep, SalesToIndex, SaleToIndex } from '../../contract/history.ts'
import type { Database } from '../database.ts'
import { blobOf, idOf } from '../rows/id-blobs.ts'
import { documentOfTransaction, findTransaction } from '../rows/transactions.ts'

interface Looked {
  readonly id: Uint8Array
  readonly transaction: string | null
  readonly test: number
  readonly created_at: number
}

export function listSalesToIndex(db: Database, step: IndexStep, limit: number): SalesToIndex {
  const events = eventsOf(db, step, limit)
  const changes = new Map('after' in step ? changesOf(db, limit) : [])
  const at = new Map<string, number>()
  for (const event of events) {
    if (event.transaction === null || event.test === 1) continue
    at.set(event.transaction, Math.min(event.created_at, at.get(event.transaction) ?? event.created_at))
  }
  const names = new Set([...at.keys(), ...changes.keys()])
  const ids = events.map(({ id }) => idOf(id)).sort()
  return {
    sales: [...names].flatMap((name) => saleOf(db, name, at.get(name), changes.get(name) ?? 0) ?? []),
    newest: ids.at(-1) ?? null,
    oldest: ids[0] ?? null,
  }
}

function eventsOf(db: Database, step: IndexStep, limit: number): Looked[] {
  const columns = 'id, "transaction", test, created_at'
  if ('after' in step) {
    return db.all(`select ${columns} from events where id > ? order by id limit ?`, blobOf(step.after), limit)
  }
  return step.before === null
    ? db.all(`select ${columns} from events order by id desc limit ?`, limit)
    : db.all(`select ${columns} from events where id < ? order by id desc limit ?`, blobOf(step.before), limit)
}

function changesOf(db: Database, limit: number): [string, number][] {
  return db
    .all<{ transaction: string; changes: number }>('select "transaction", changes from sales_changed limit ?', limit)
    .map(({ transaction, changes }) => [transaction, changes])
}

function saleOf(db: Database, transaction: string, at: number | undefined, changes: number): SaleToIndex | null {
  const row = findTransaction(db, transaction)
  if (!row) return changes > 0 ? { transaction, productId: 0, at: 0, document: null, changes } : null
  return {
    transaction,
    productId: row.product,
    at: at ?? row.updated_at,
    document: documentOfTransaction(db, row),
    changes,
  }
}
