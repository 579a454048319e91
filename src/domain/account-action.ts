import type { Uuid } from './ids.ts'

/** What happened to the tokens and credentials of an account, and to what is connected by them. */
export const accountActionKinds = [
  'credential-created',
  'credential-revealed',
  'credential-rotated',
  'credential-revoked',
  'hook-created',
  'hook-removed',
  'hottok-revealed',
  'signing-secret-revealed',
  'test-secret-revealed',
] as const
export type AccountActionKind = (typeof accountActionKinds)[number]

/** A past action of an account. Its subject is kept by name, so that it can be read when the subject is gone. */
export interface AccountAction {
  readonly id: Uuid
  readonly accountId: string
  readonly at: number
  /** `postback` itself, or whoever acted. */
  readonly by: string
  readonly kind: AccountActionKind
  /** Name of the credential or configuration; null: the account as a whole. */
  readonly subject: string | null
  readonly detail: string | null
}
