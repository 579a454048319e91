import type { Value } from '../database.ts'

/** A part of a `where` clause, with its values. */
export interface Conditions {
  readonly sql: readonly string[]
  readonly values: readonly Value[]
}

export const nothing: Conditions = { sql: [], values: [] }

export function condition(sql: string, ...values: readonly Value[]): Conditions {
  return { sql: [sql], values }
}

export function and(...parts: readonly Conditions[]): Conditions {
  return { sql: parts.flatMap(({ sql }) => sql), values: parts.flatMap(({ values }) => values) }
}
