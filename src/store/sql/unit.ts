import type { Uuid } from '../../domain/ids.ts'
import type { Change } from '../contract/nodes.ts'

/**
 * Methods off the hot path are written once for every database, as units: a unit is a generator that yields one statement after
 * another and receives the outcome of each. SQLite runs a unit without awaiting, so that no other statement can get into the
 * transaction; a database behind a connection awaits each statement on that connection. Statements have `?` for their values.
 */
export type Unit<T> = Generator<Step, T, Outcome>

export type Step =
  | { readonly kind: 'statement'; readonly sql: string; readonly values: readonly Value[] }
  /** Announced to watchers after the unit is committed. */
  | { readonly kind: 'change'; readonly change: Change }

export interface Outcome {
  readonly rows: readonly unknown[]
  /** Rows changed by a statement that returns none. */
  readonly changes: number
}

/** Databases store ids and booleans in different forms, so statements take them as objects. JSON is text. */
export type Value = string | number | null | Uint8Array | { readonly uuid: Uuid } | { readonly truth: boolean }

export function uuid(id: Uuid): Value
export function uuid(id: Uuid | null): Value
export function uuid(id: Uuid | null): Value {
  return id === null ? null : { uuid: id }
}

export function truth(value: boolean): Value {
  return { truth: value }
}

export function* all<Row>(sql: string, ...values: readonly Value[]): Unit<Row[]> {
  return [...(yield { kind: 'statement', sql, values }).rows] as Row[]
}

export function* one<Row>(sql: string, ...values: readonly Value[]): Unit<Row | undefined> {
  return (yield* all<Row>(sql, ...values))[0]
}

/** The value of the only column, `n`. */
export function* count(sql: string, ...values: readonly Value[]): Unit<number> {
  return (yield* one<{ n: number }>(sql, ...values))?.n ?? 0
}

/** @returns how many rows it changed */
export function* run(sql: string, ...values: readonly Value[]): Unit<number> {
  return (yield { kind: 'statement', sql, values }).changes
}

export function* tell(change: Change): Unit<void> {
  yield { kind: 'change', change }
}
