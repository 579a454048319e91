import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Changes } from './changes.ts'
import { DueLanes } from './hot/due-lanes.ts'
import { Frames } from './rows/frames.ts'
import { DatabaseLocked, isBusy } from './sqlite-errors.ts'

export type Value = SQLInputValue

/** Each statement text is prepared once; the texts are constants, except those of filters. */
const statementsMax = 500

/** A connection with its prepared statements. */
export class Database {
  readonly connection: DatabaseSync
  /** Every write that makes a delivery due notes it here. */
  readonly lanes = new DueLanes((lane, at) => this.changes.note({ kind: 'due', lane, at }))
  readonly changes = new Changes()
  readonly frames = new Frames(this)
  /** For messages to the operator. */
  warn: (message: string) => void = () => {}
  readonly #statements = new Map<string, StatementSync>()
  /** Whether a statement returns rows. */
  readonly #withRows = new WeakMap<StatementSync, boolean>()

  constructor(connection: DatabaseSync) {
    this.connection = connection
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  /** The value of the only column, `n`. */
  count(sql: string, ...values: Value[]): number {
    return this.get<{ n: number }>(sql, ...values)?.n ?? 0
  }

  /** Returns rows one by one, so that the reader can stop early. No write is allowed during the iteration. */
  iterate<Row>(sql: string, ...values: Value[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values) as Iterable<Row>
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  /** For a statement that may return rows or change some. */
  answer(sql: string, ...values: Value[]): { rows: readonly unknown[]; changes: number } {
    const statement = this.#prepare(sql)
    let hasRows = this.#withRows.get(statement)
    if (hasRows === undefined) {
      hasRows = statement.columns().length > 0
      this.#withRows.set(statement, hasRows)
    }
    if (hasRows) return { rows: statement.all(...values), changes: 0 }
    return { rows: [], changes: Number(statement.run(...values).changes) }
  }

  /** @returns how many rows it changed */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  /**
   * Runs `work` in one commit; if it throws, nothing is written.
   * @throws DatabaseLocked before `work`, if another process is writing
   */
  unit<T>(work: () => T): T {
    this.#begin()
    try {
      const result = work()
      this.run('commit')
      return result
    } catch (error) {
      // A failed statement may have rolled back the transaction already.
      if (this.connection.isTransaction) this.run('rollback')
      throw error
    }
  }

  #begin() {
    // On a faulty disk a rollback can fail too; the transaction that it left open would fail every later unit.
    if (this.connection.isTransaction) this.run('rollback')
    try {
      this.run('begin immediate')
    } catch (error) {
      throw isBusy(error) ? new DatabaseLocked(error) : error
    }
  }

  /** All reads of `read` see the same moment. */
  snapshot<T>(read: () => T): T {
    this.run('begin')
    try {
      return read()
    } finally {
      if (this.connection.isTransaction) this.run('commit')
    }
  }

  close() {
    this.#statements.clear()
    this.connection.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= statementsMax) this.#statements.clear()
    const statement = this.connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/**
 * 32 MB of page cache, and the file cache of the system.
 * @param lockWaitMs how long its thread waits for a lock
 */
export function openForReading(path: string, lockWaitMs: number): Database {
  const db = new Database(new DatabaseSync(path, { readOnly: true, timeout: lockWaitMs }))
  db.connection.exec('pragma cache_size = -32768; pragma mmap_size = 1073741824; pragma temp_store = memory')
  return db
}
