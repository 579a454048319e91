import type { Database } from '../database.ts'

/** A subscription: the number of its events so far, and the latest one. */
export interface SubscriptionRow {
  readonly code: string
  readonly sequence: number
  readonly newest_event: Uint8Array
  readonly updated_at: number
  /** Increases with every write. */
  readonly revision: number
}

export function findSubscription(db: Database, code: string): SubscriptionRow | undefined {
  return db.get<SubscriptionRow>('select * from subscriptions where code = ?', code)
}

/**
 * @param next its `revision` is the one that it is based on
 * @returns false: the row has another revision, and was not changed
 */
export function moveSubscription(db: Database, { code, revision, ...next }: SubscriptionRow): boolean {
  const values = [next.sequence, next.newest_event, next.updated_at]
  return revision === 0
    ? db.run(
        'insert or ignore into subscriptions (sequence, newest_event, updated_at, code, revision) values (?, ?, ?, ?, 1)',
        ...values,
        code,
      ) === 1
    : db.run(
        `update subscriptions set sequence = ?, newest_event = ?, updated_at = ?, revision = revision + 1
          where code = ? and revision = ?`,
        ...values,
        code,
        revision,
      ) === 1
}
