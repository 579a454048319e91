import { type StoreTrouble, StoreUnavailable } from '../../contract/unavailable.ts'
import { sqliteCode } from '../sqlite-errors.ts'

/** Messages between the main thread and a thread that serves calls: plain data, which is copied. */

export type ToThread =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  /** A message without an answer. */
  | { readonly kind: 'notice'; readonly notice: unknown }

/** Notices are handled before the answer in the same message. */
export type FromThread = { readonly notices: readonly unknown[] } & (
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'notices' }
)

/** An error as data: copying would lose the class and fields of our errors. */
export type Failure =
  | {
      readonly kind: 'unavailable'
      readonly trouble: StoreTrouble
      readonly message: string
      readonly cause: Failure | null
    }
  | { readonly kind: 'error'; readonly error: unknown; readonly errcode: number | null }

export function failureOf(error: unknown): Failure {
  if (!(error instanceof StoreUnavailable)) return { kind: 'error', error, errcode: sqliteCode(error) }
  const { trouble, message, cause } = error
  return { kind: 'unavailable', trouble, message, cause: cause === undefined ? null : failureOf(cause) }
}

export function errorOf(failure: Failure): unknown {
  if (failure.kind === 'unavailable') {
    const { trouble, message, cause } = failure
    return new StoreUnavailable(trouble, message, cause === null ? undefined : errorOf(cause))
  }
  const { error, errcode } = failure
  return error instanceof Error && errcode !== null ? Object.assign(error, { errcode }) : error
}
