/**
 * What a receiver remembers between requests: which events it has handled, and the last sequence of each subject. A key is held
 * by one request at a time; one that fails, or whose process dies, lets it go without a value, so that the sender's next attempt
 * starts again from nothing.
 */
export interface ReceiverStore {
  /**
   * Takes hold of the key until `until`, unless another holds it, or `once` is asked for and the key has a value. Atomic: of
   * several at the same moment one gets it. Afterwards `value` is the key's, null if it has none.
   */
  hold(key: string, hold: Hold): Promise<{ readonly held: boolean; readonly value: number | null }>
  /** Gives the key a value and lets it go. Nothing happens if the token does not hold it any more. */
  keep(key: string, token: string, value: number, now: number): Promise<void>
  /** Lets the key go with the value that it had. Nothing happens if the token does not hold it any more. */
  release(key: string, token: string): Promise<void>
}

/** Times are milliseconds since 1970. */
export interface Hold {
  /** Names whoever holds; random. */
  readonly token: string
  readonly now: number
  /** When the hold ends by itself: its process must have died. */
  readonly until: number
  readonly once: boolean
}

/** How long a store of a database remembers: longer than the sender keeps a history from which it could send again. */
export const rememberDays = 90
export const dayMs = 86_400_000

/** Old rows are deleted beside every so many holds, some at a time, so that no request waits for it. */
export const holdsBetweenCleanings = 500
export const rowsPerCleaning = 1_000

export interface SqlStoreOptions {
  /** `postback_receipts` if left out. */
  readonly table?: string
  /** 90 if left out: longer than the sender's history, from which a delivery can be sent again. */
  readonly rememberDays?: number
}

export function tableName({ table = 'postback_receipts' }: SqlStoreOptions): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]{0,62}$/.test(table)) return table
  throw new TypeError('table: letters, digits, underscores and a dot after the schema only.')
}
