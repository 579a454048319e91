import {
  dayMs,
  holdsBetweenCleanings,
  type ReceiverStore,
  rememberDays,
  rowsPerCleaning,
  type SqlStoreOptions,
  tableName,
} from './store.ts'

/** The part of a client that the store uses: `Pool` and `Client` of pg have it. */
export interface PostgresClient {
  query(sql: string, parameters?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}

export interface PostgresStoreOptions extends SqlStoreOptions {
  /** false: the table exists already, for a role that may not create one. `postgresTable()` returns its SQL. */
  readonly createTable?: boolean
}

/** For any number of processes. Each step is one statement, so a pool works too. */
export function postgresStore(client: PostgresClient, options: PostgresStoreOptions = {}): ReceiverStore {
  const table = tableName(options)
  const rememberMs = (options.rememberDays ?? rememberDays) * dayMs
  let ready: Promise<unknown> | null = options.createTable === false ? Promise.resolve() : null
  let holds = 0

  const query = async (sql: string, parameters: unknown[]) => {
    ready ??= client.query(postgresTable(options))
    await ready.catch((error: unknown) => {
      ready = null // the next request tries again
      throw error
    })
    return (await client.query(sql, parameters)).rows as readonly { value: string | number | null }[]
  }

  return {
    async hold(key, { token, now, until, once }) {
      if (holds++ % holdsBetweenCleanings === 0) {
        const old = `SELECT key FROM ${table} WHERE touched_at < $1 AND held_until < $2 LIMIT $3`
        await query(`DELETE FROM ${table} WHERE key IN (${old})`, [now - rememberMs, now, rowsPerCleaning])
      }
      const [taken] = await query(
        `INSERT INTO ${table} AS known (key, token, held_until, touched_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO UPDATE
           SET token = excluded.token, held_until = excluded.held_until, touched_at = excluded.touched_at
           WHERE known.held_until <= excluded.touched_at AND (known.value IS NULL OR NOT $5)
         RETURNING value`,
        [key, token, until, now, once],
      )
      if (taken) return { held: true, value: numberOf(taken.value) }
      const [found] = await query(`SELECT value FROM ${table} WHERE key = $1`, [key])
      return { held: false, value: numberOf(found?.value ?? null) }
    },
    async keep(key, token, value, now) {
      const changes = `value = $1, token = '', held_until = 0, touched_at = $2`
      await query(`UPDATE ${table} SET ${changes} WHERE key = $3 AND token = $4`, [value, now, key, token])
    },
    async release(key, token) {
      await query(`UPDATE ${table} SET token = '', held_until = 0 WHERE key = $1 AND token = $2`, [key, token])
    },
  }
}

/**
 * The SQL of the table, for your own migrations. Sent as one text, it is one transaction. The lock is for processes that start
 * together: without it they would create the table at the same moment, and only one would succeed.
 */
export function postgresTable(options: SqlStoreOptions = {}): string {
  const table = tableName(options)
  return `
    SELECT pg_advisory_xact_lock(hashtext('${table}'));
    CREATE TABLE IF NOT EXISTS ${table} (
      key text PRIMARY KEY,
      token text NOT NULL,
      held_until bigint NOT NULL,
      value bigint,
      touched_at bigint NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table.replace(/^.*\./, '')}_touched_at ON ${table} (touched_at);`
}

/** pg returns bigint as a string. */
function numberOf(value: string | number | null): number | null {
  return value === null ? null : Number(value)
}
