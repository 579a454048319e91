import type { Database } from './database.ts'

/** What is kept of a subscription: how many events there have been, and the latest of them. */
export interface SubscriptionRow {
  readonly code: string
  readonly sequence: number
  readonly newest_event: Uint8Array
  readonly updated_at: number
}

export function findSubscription(db: Database, code: string): SubscriptionRow | undefined {
  return db.get<SubscriptionRow>('select * from subscriptions where code = ?', code)
}

export function saveSubscription(db: Database, row: SubscriptionRow) {
  db.run(
    'insert or replace into subscriptions (code, sequence, newest_event, updated_at) values (?, ?, ?, ?)',
    row.code,
    row.sequence,
    row.newest_event,
    row.updated_at,
  )
}
