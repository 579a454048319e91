import type { Uuid } from '../../domain/ids.ts'
import type { Change } from '../contract/nodes.ts'

/**
 * What is not hot is said once for every database, as units: a unit is a generator that hands out one statement after another and
 * goes on with what came of it. In SQLite it is run without awaiting anything, so that nothing else can fall into its transaction;
 * a database that is reached over a connection awaits each statement on that one. Statements have `?` where their values go.
 */
export type Unit<T> = Generator<Step, T, Outcome>

export type Step =
  | { readonly kind: 'statement'; readonly sql: string; readonly values: readonly Value[] }
  /** Told to whoever watches, when the unit is committed. */
  | { readonly kind: 'change'; readonly change: Change }

export interface Outcome {
  readonly rows: readonly unknown[]
  /** How many rows a statement without an answer has changed. */
  readonly changes: number
}

/** Databases keep ids and truth values in different forms: a statement may be given them beside plain values. JSON is text. */
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

/** What the one column `n` says. */
export function* count(sql: string, ...values: readonly Value[]): Unit<number> {
  return (yield* one<{ n: number }>(sql, ...values))?.n ?? 0
}

/** How many rows it changed. */
export function* run(sql: string, ...values: readonly Value[]): Unit<number> {
  return (yield { kind: 'statement', sql, values }).changes
}

export function* tell(change: Change): Unit<void> {
  yield { kind: 'change', change }
}
