import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { list, type PageRequest } from '../listing.ts'
import { path } from '../path.ts'
import type { AccountAction, Credential, CredentialInput } from '../types.ts'

export function credentialsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Newest first, their secrets masked. */
    list: (page: PageRequest = {}, options?: CallOptions) =>
      list<Credential>(calls, '/v1/credentials', { ...page }, options),
    /** The answer shows the Client Secret; later only the console does. */
    create: (input: CredentialInput, options?: RepeatableOptions) =>
      request<Credential>('POST', '/v1/credentials', { ...keyed(options), body: input }),
    /** With its secret: for a session of the console only. */
    reveal: (id: string, options?: CallOptions) =>
      request<Credential>('POST', path`/v1/credentials/${id}/reveal`, options),
    /** The old secret goes on working for `overlapHours`, at most 720. */
    rotate: (id: string, input: { readonly overlapHours?: number } = {}, options?: RepeatableOptions) =>
      request<Credential>('POST', path`/v1/credentials/${id}/rotate`, { ...keyed(options), body: input }),
    /** Its access tokens end with it. `hooks`: those that it made go on receiving unless they are removed too. */
    revoke: (id: string, { hooks }: { readonly hooks?: 'keep' | 'remove' } = {}, options?: CallOptions) =>
      request<void>('DELETE', path`/v1/credentials/${id}`, { ...options, query: { hooks } }),
  }
}

export function pastActionsOf(calls: Calls) {
  return {
    /** What happened to credentials, tokens and what is connected, newest first. */
    list: (page: PageRequest = {}, options?: CallOptions) =>
      list<AccountAction>(calls, '/v1/past-actions', { ...page }, options),
  }
}
