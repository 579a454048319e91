import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Changes } from './changes.ts'
import { DueLanes } from './hot/due-lanes.ts'
import { Frames } from './rows/frames.ts'
import { DatabaseLocked, isBusy } from './sqlite-errors.ts'

export type Value = SQLInputValue

/** Statements are prepared once for each text; the texts are constants, save those of filters. */
const statementsMax = 500

/** One connection, with its statements. */
export class Database {
  readonly connection: DatabaseSync
  /** Whatever makes a delivery due notes it there. */
  readonly lanes = new DueLanes((lane, at) => this.changes.note({ kind: 'due', lane, at }))
  readonly changes = new Changes()
  /** The bodies of events. */
  readonly frames = new Frames(this)
  /** Told what the operator should know. */
  warn: (message: string) => void = () => {}
  readonly #statements = new Map<string, StatementSync>()
  /** Whether a statement answers with rows. */
  readonly #withRows = new WeakMap<StatementSync, boolean>()

  constructor(connection: DatabaseSync) {
    this.connection = connection
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  /** What the one column `n` says. */
  count(sql: string, ...values: Value[]): number {
    return this.get<{ n: number }>(sql, ...values)?.n ?? 0
  }

  /** Rows one after another, so that the reader can stop. Nothing may be written meanwhile. */
  iterate<Row>(sql: string, ...values: Value[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values) as Iterable<Row>
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  /** Of a statement that may answer with rows, or change some. */
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

  /** How many rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  /**
   * All of `work` in one commit, or nothing of it.
   * @throws DatabaseLocked before `work`, when another process writes
   */
  unit<T>(work: () => T): T {
    this.#begin()
    try {
      const result = work()
      this.run('commit')
      return result
    } catch (error) {
      // A failed statement may have rolled everything back already.
      if (this.connection.isTransaction) this.run('rollback')
      throw error
    }
  }

  #begin() {
    // A disk in trouble can fail a rollback too; what that one left would fail every unit from here on.
    if (this.connection.isTransaction) this.run('rollback')
    try {
      this.run('begin immediate')
    } catch (error) {
      throw isBusy(error) ? new DatabaseLocked(error) : error
    }
  }

  /** Everything that `read` looks at is of one moment. */
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
 * 32 MB of pages, and what the system has in memory anyway.
 * @param lockWaitMs how long its thread waits for a lock
 */
export function openForReading(path: string, lockWaitMs: number): Database {
  const db = new Database(new DatabaseSync(path, { readOnly: true, timeout: lockWaitMs }))
  db.connection.exec('pragma cache_size = -32768; pragma mmap_size = 1073741824; pragma temp_store = memory')
  return db
}
