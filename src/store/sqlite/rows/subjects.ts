import type { Subject } from '../../../domain/subject.ts'
import type { Entry } from '../../contract/ledger.ts'
import type { Database } from '../database.ts'
import { findSubscription, moveSubscription } from './subscriptions.ts'
import { findTransaction, moveTransaction, type TransactionRow } from './transactions.ts'

/** The state of a subject before its next update. */
export interface KnownSubject {
  /** 0: the subject is unknown. */
  readonly revision: number
  readonly transaction: TransactionRow | undefined
  readonly sequence: number
  readonly newestEvent: Uint8Array | null
}

const unknown: KnownSubject = { revision: 0, transaction: undefined, sequence: 0, newestEvent: null }

export function findSubject(db: Database, subject: Subject): KnownSubject {
  switch (subject.kind) {
    case 'transaction': {
      const row = findTransaction(db, subject.transaction)
      if (!row) return unknown
      return { revision: row.revision, transaction: row, sequence: row.sequence, newestEvent: row.newest_event }
    }
    case 'subscription': {
      const row = findSubscription(db, subject.code)
      if (!row) return unknown
      return { revision: row.revision, transaction: undefined, sequence: row.sequence, newestEvent: row.newest_event }
    }
    case 'itself':
      return unknown
  }
}

/**
 * Writes the subject's next revision, if the entry changes it.
 * @param id of the entry's event; null: it has none
 * @returns false, and nothing is written: the subject has another revision than the entry was based on
 */
export function moveSubject(
  db: Database,
  { subject, basedOn, event, transaction }: Entry,
  id: Uint8Array | null,
): boolean {
  const { revision } = basedOn
  if (transaction) return moveTransaction(db, transaction, { revision, newestEvent: id })
  if (subject.kind === 'subscription' && event && id) {
    const { sequence, createdAt } = event.head
    return moveSubscription(db, { code: subject.code, sequence, newest_event: id, updated_at: createdAt, revision })
  }
  return findSubject(db, subject).revision === revision
}
