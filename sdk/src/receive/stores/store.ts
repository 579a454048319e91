/**
 * The memory of a receiver between requests: the handled events, and the last sequence of each subject. One request at a time holds
 * a key. If the request fails, or its process dies, the key is free again without a value, and the sender's next attempt starts
 * from the beginning.
 */
export interface ReceiverStore {
  /**
   * Holds the key until `until`. Fails if another token holds it, or if `once` is true and the key has a value. Atomic: of several
   * concurrent calls exactly one succeeds. `value` is the value of the key; null: it has none.
   */
  hold(key: string, hold: Hold): Promise<{ readonly held: boolean; readonly value: number | null }>
  /** Sets the value of the key and releases it. Does nothing if the token does not hold the key any more. */
  keep(key: string, token: string, value: number, now: number): Promise<void>
  /** Releases the key with its old value. Does nothing if the token does not hold the key any more. */
  release(key: string, token: string): Promise<void>
}

/** Times are milliseconds since 1970. */
export interface Hold {
  /** Identifies the holder; random. */
  readonly token: string
  readonly now: number
  /** When the hold expires: by then its process counts as dead. */
  readonly until: number
  readonly once: boolean
}

/** How long database stores keep keys: longer than the sender's history, from which a delivery can be sent again. */
export const rememberDays = 90
export const dayMs = 86_400_000

/** One in this many holds deletes old rows, a limited number at a time, so that no request waits for a long cleaning. */
export const holdsBetweenCleanings = 500
export const rowsPerCleaning = 1_000

export interface SqlStoreOptions {
  /** Default: `postback_receipts`. */
  readonly table?: string
  /** Default: 90. Longer than the sender's history, from which a delivery can be sent again. */
  readonly rememberDays?: number
}

export function tableName({ table = 'postback_receipts' }: SqlStoreOptions): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]{0,62}$/.test(table)) return table
  throw new TypeError('table: letters, digits, underscores and a dot after the schema only.')
}
