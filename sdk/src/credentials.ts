import type { Client } from './client.ts'
import type { AccountAction, Credential, CredentialInput, Page } from './types.ts'

export interface PageRequest {
  readonly limit?: number | undefined
  readonly cursor?: string | null | undefined
}

/** Newest first, their secrets masked. */
export function listCredentials(client: Client, page: PageRequest = {}, signal?: AbortSignal) {
  return client.request<Page<Credential>>('GET', '/v1/credentials', { query: { ...page }, signal })
}

/** The answer shows the Client Secret; later only the console does. */
export function createCredential(client: Client, input: CredentialInput) {
  return client.request<Credential>('POST', '/v1/credentials', { body: input })
}

/** With its secret: for a session of the console only. */
export function revealCredential(client: Client, id: string) {
  return client.request<Credential>('POST', `${pathOf(id)}/reveal`)
}

/** @param overlapHours how long the old secret goes on working, at most 720 */
export function rotateCredential(client: Client, id: string, overlapHours: number) {
  return client.request<Credential>('POST', `${pathOf(id)}/rotate`, { body: { overlapHours } })
}

/** @param hooks what becomes of the hooks that it made: they go on receiving unless they are removed too */
export function revokeCredential(client: Client, id: string, hooks: 'keep' | 'remove' = 'keep') {
  return client.request<void>('DELETE', pathOf(id), { query: { hooks } })
}

/** What happened to credentials, tokens and what is connected, newest first. */
export function listPastActions(client: Client, page: PageRequest = {}, signal?: AbortSignal) {
  return client.request<Page<AccountAction>>('GET', '/v1/past-actions', { query: { ...page }, signal })
}

function pathOf(id: string): string {
  return `/v1/credentials/${encodeURIComponent(id)}`
}
