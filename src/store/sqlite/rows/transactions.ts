import type { TransactionState } from '../../../domain/transaction.ts'
import type { Database } from '../database.ts'
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
  /** Increases with every write. */
  readonly revision: number
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

/**
 * @param basedOn the row's previous revision (0: there is no row), and the event of the change (null: none)
 * @returns false: the row has another revision, and was not changed
 */
export function moveTransaction(
  db: Database,
  state: TransactionState,
  basedOn: { readonly revision: number; readonly newestEvent: Uint8Array | null },
): boolean {
  const values = [
    state.productId,
    state.status,
    state.recurrence,
    state.occurrence,
    state.sequence,
    blobOrNull(state.eventId),
    basedOn.newestEvent,
    state.occurredAt,
    state.updatedAt,
    state.transaction,
  ]
  return basedOn.revision === 0
    ? db.run(
        `insert or ignore into transactions (product, status, recurrence, occurrence, sequence, event_id, newest_event, occurred_at,
          updated_at, "transaction", revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
        ...values,
      ) === 1
    : db.run(
        `update transactions set product = ?, status = ?, recurrence = ?, occurrence = ?, sequence = ?, event_id = ?,
          newest_event = coalesce(?, newest_event), occurred_at = ?, updated_at = ?, revision = revision + 1
          where "transaction" = ? and revision = ?`,
        ...values,
        basedOn.revision,
      ) === 1
}

/** The document after the last update; null if it was deleted with the history. */
export function documentOfTransaction(db: Database, row: TransactionRow): string | null {
  const own = db.get<{ document: string }>(
    'select document from transaction_documents where "transaction" = ?',
    row.transaction,
  )
  if (own) return own.document
  return row.event_id === null ? null : documentOfEvent(db, row.event_id)
}
