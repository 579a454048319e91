import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { list, type PageRequest } from '../listing.ts'
import { path } from '../path.ts'
import type { AccountAction, Credential, CredentialInput } from '../types.ts'

export function credentialsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Newest first, with masked secrets. */
    list: (page: PageRequest = {}, options?: CallOptions) =>
      list<Credential>(calls, '/v1/credentials', { ...page }, options),
    /** The answer holds the Client Secret. Later only the console shows it. */
    create: (input: CredentialInput, options?: RepeatableOptions) =>
      request<Credential>('POST', '/v1/credentials', { ...keyed(options), body: input }),
    /** With its secret. Only for a session of the console. */
    reveal: (id: string, options?: CallOptions) =>
      request<Credential>('POST', path`/v1/credentials/${id}/reveal`, options),
    /** The old secret stays valid for `overlapHours`, at most 720. */
    rotate: (id: string, input: { readonly overlapHours?: number } = {}, options?: RepeatableOptions) =>
      request<Credential>('POST', path`/v1/credentials/${id}/rotate`, { ...keyed(options), body: input }),
    /** Its access tokens end too. Hooks made with it go on receiving, unless `hooks` is `remove`. */
    revoke: (id: string, { hooks }: { readonly hooks?: 'keep' | 'remove' } = {}, options?: RepeatableOptions) =>
      request<void>('DELETE', path`/v1/credentials/${id}`, { ...keyed(options), query: { hooks } }),
  }
}

export function pastActionsOf(calls: Calls) {
  return {
    /** Past actions on credentials, tokens and connected programs, newest first. */
    list: (page: PageRequest = {}, options?: CallOptions) =>
      list<AccountAction>(calls, '/v1/past-actions', { ...page }, options),
  }
}
