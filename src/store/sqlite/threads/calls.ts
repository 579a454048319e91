import { type StoreTrouble, StoreUnavailable } from '../../contract/unavailable.ts'
import { sqliteCode } from '../sqlite-errors.ts'

/** What passes between the main thread and one that serves calls: plain data, which is copied. */

export type ToThread =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  /** Something that has no answer. */
  | { readonly kind: 'notice'; readonly notice: unknown }

/** Notices come before the answer that they are sent with. */
export type FromThread = { readonly notices: readonly unknown[] } & (
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'notices' }
)

/** An error as data: of what is more than a plain error, copying leaves nothing. */
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
