import type { TransactionState } from '../../domain/transaction.ts'
import type { Database } from './database.ts'
import { documentOfEvent } from './events.ts'
import { blobOrNull, idOrNull } from './id-blobs.ts'

export interface TransactionRow {
  readonly transaction: string
  readonly product: number
  readonly status: string
  readonly recurrence: number
  readonly occurrence: string
  readonly sequence: number
  readonly event_id: Uint8Array | null
  readonly newest_event: Uint8Array | null
  readonly occurred_at: number
  readonly updated_at: number
}

export function findTransaction(db: Database, transaction: string): TransactionRow | undefined {
  return db.get<TransactionRow>('select * from transactions where "transaction" = ?', transaction)
}

export function transactionOf(row: TransactionRow): TransactionState {
  return {
    transaction: row.transaction,
    productId: row.product,
    status: row.status,
    recurrence: row.recurrence,
    occurrence: row.occurrence,
    sequence: row.sequence,
    eventId: idOrNull(row.event_id),
    occurredAt: row.occurred_at,
    updatedAt: row.updated_at,
  }
}

export function saveTransaction(db: Database, state: TransactionState, newestEvent: Uint8Array | null) {
  db.run(
    `insert or replace into transactions ("transaction", product, status, recurrence, occurrence, sequence, event_id,
      newest_event, occurred_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    state.transaction,
    state.productId,
    state.status,
    state.recurrence,
    state.occurrence,
    state.sequence,
    blobOrNull(state.eventId),
    newestEvent,
    state.occurredAt,
    state.updatedAt,
  )
}

/** As the last update left it; null when the history that held it is forgotten. */
export function documentOfTransaction(db: Database, row: TransactionRow): string | null {
  const own = db.get<{ document: string }>(
    'select document from transaction_documents where "transaction" = ?',
    row.transaction,
  )
  if (own) return own.document
  return row.event_id === null ? null : documentOfEvent(db, row.event_id)
}
