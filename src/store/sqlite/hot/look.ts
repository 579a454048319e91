import type { UpdateName } from '../../../domain/update.ts'
import type { Known, Question } from '../../contract/ledger.ts'
import type { Database } from '../database.ts'
import { idOrNull } from '../rows/id-blobs.ts'
import { findSubject } from '../rows/subjects.ts'
import { documentOfTransaction, transactionOf } from '../rows/transactions.ts'

/** The state that an update is decided on. */

export function look(db: Database, questions: readonly Question[]): Known[] {
  return questions.map(({ subject, withDocument, names }) => {
    const { transaction, ...known } = findSubject(db, subject)
    const before = findName(db, names)
    return {
      revision: known.revision,
      transaction: transaction ? transactionOf(transaction) : null,
      sequence: known.sequence,
      newestEvent: idOrNull(known.newestEvent),
      document: withDocument && transaction ? documentOfTransaction(db, transaction) : null,
      before: before ? { eventId: idOrNull(before.event_id), bodyHash: before.body_hash } : null,
    }
  })
}

export interface SeenRow {
  readonly event_id: Uint8Array | null
  readonly body_hash: string
}

/** The first of the names that is taken. */
export function findName(db: Database, names: readonly UpdateName[]): SeenRow | undefined {
  for (const { scope, key } of names) {
    const row = db.get<SeenRow>('select event_id, body_hash from seen where scope = ? and key = ?', scope, key)
    if (row) return row
  }
  return undefined
}
