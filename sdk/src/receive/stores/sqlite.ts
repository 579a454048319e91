import {
  dayMs,
  holdsBetweenCleanings,
  type ReceiverStore,
  rememberDays,
  rowsPerCleaning,
  type SqlStoreOptions,
  tableName,
} from './store.ts'

/** The part of a database that the store uses: `DatabaseSync` of node:sqlite and better-sqlite3 have it. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): {
    get(...parameters: (string | number)[]): unknown
    run(...parameters: (string | number)[]): unknown
  }
}

/**
 * Keeps a table in your own database, and creates it if it does not exist. Several processes can share the file: set a busy
 * timeout.
 */
export function sqliteStore(database: SqliteDatabase, options: SqlStoreOptions = {}): ReceiverStore {
  const table = tableName(options)
  const rememberMs = (options.rememberDays ?? rememberDays) * dayMs
  database.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      key TEXT PRIMARY KEY,
      token TEXT NOT NULL,
      held_until INTEGER NOT NULL,
      value INTEGER,
      touched_at INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table}_touched_at ON ${table.replace(/^.*\./, '')} (touched_at);
  `)
  const take = database.prepare(`
    INSERT INTO ${table} (key, token, held_until, touched_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE
      SET token = excluded.token, held_until = excluded.held_until, touched_at = excluded.touched_at
      WHERE held_until <= excluded.touched_at AND (value IS NULL OR ? = 0)
    RETURNING value`)
  const look = database.prepare(`SELECT value FROM ${table} WHERE key = ?`)
  const keep = database.prepare(
    `UPDATE ${table} SET value = ?, token = '', held_until = 0, touched_at = ? WHERE key = ? AND token = ?`,
  )
  const release = database.prepare(`UPDATE ${table} SET token = '', held_until = 0 WHERE key = ? AND token = ?`)
  const clean = database.prepare(
    `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE touched_at < ? AND held_until < ? LIMIT ?)`,
  )
  let holds = 0

  return {
    async hold(key, { token, now, until, once }) {
      if (holds++ % holdsBetweenCleanings === 0) clean.run(now - rememberMs, now, rowsPerCleaning)
      const taken = take.get(key, token, until, now, once ? 1 : 0) as { value: number | null } | undefined
      if (taken) return { held: true, value: taken.value }
      const found = look.get(key) as { value: number | null } | undefined
      return { held: false, value: found?.value ?? null }
    },
    async keep(key, token, value, now) {
      keep.run(value, now, key, token)
    },
    async release(key, token) {
      release.run(key, token)
    },
  }
}
