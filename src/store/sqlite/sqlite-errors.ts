/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
const code = { busy: 5, noMemory: 7, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }

const ofDatabase: ReadonlySet<number> = new Set(Object.values(code))

/** The primary code of an SQLite error, or null. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

/** Whether the whole database is at fault, not just the row that was being written. */
export function isFaultOfDatabase(error: unknown): boolean {
  const primary = sqliteCode(error)
  return primary !== null && ofDatabase.has(primary)
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === code.busy
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === code.full
}

/** Whether the file is not a database, or is incomplete. */
export function isDamaged(error: unknown): boolean {
  const primary = sqliteCode(error)
  return primary === code.corrupt || primary === code.notADatabase
}

/** Another process holds the write lock. Nothing was begun, so the caller can try again. */
export class DatabaseLocked extends Error {
  constructor(cause?: unknown) {
    super('The database is locked by another process.', { cause })
    this.name = 'DatabaseLocked'
  }
}
