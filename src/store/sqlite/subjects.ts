import type { Subject } from '../../domain/subject.ts'
import type { Database } from './database.ts'
import { findSubscription } from './subscriptions.ts'
import { findTransaction, type TransactionRow } from './transactions.ts'

/** What is known of a subject before the next update of it. */
export interface KnownSubject {
  readonly transaction: TransactionRow | undefined
  readonly sequence: number
  readonly newestEvent: Uint8Array | null
}

export function findSubject(db: Database, subject: Subject): KnownSubject {
  switch (subject.kind) {
    case 'transaction': {
      const row = findTransaction(db, subject.transaction)
      return { transaction: row, sequence: row?.sequence ?? 0, newestEvent: row?.newest_event ?? null }
    }
    case 'subscription': {
      const row = findSubscription(db, subject.code)
      return { transaction: undefined, sequence: row?.sequence ?? 0, newestEvent: row?.newest_event ?? null }
    }
    case 'itself':
      return { transaction: undefined, sequence: 0, newestEvent: null }
  }
}
