import type { Uuid } from './ids.ts'

/** What happened to an account's tokens and credentials, and to the configurations that use them. */
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

/** A past action of an account. It keeps the name of its subject, which can be read after the subject was removed. */
export interface AccountAction {
  readonly id: Uuid
  readonly accountId: string
  readonly at: number
  /** `postback` itself, or the name of the actor. */
  readonly by: string
  readonly kind: AccountActionKind
  /** Name of the credential or configuration; null: the account as a whole. */
  readonly subject: string | null
  readonly detail: string | null
}
