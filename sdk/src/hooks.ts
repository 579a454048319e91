import type { Client } from './client.ts'
import type { PageRequest } from './credentials.ts'
import type { CreatedHook, EventName, Hook, HookInput, HookSample, Page } from './types.ts'

/** Subscribes an address to events, until `removeHook` or until it answers 410. */
export function createHook(client: Client, input: HookInput) {
  return client.request<CreatedHook>('POST', '/v1/hooks', { body: input })
}

/** What other programs have subscribed, newest first. */
export function listHooks(client: Client, page: PageRequest = {}, signal?: AbortSignal) {
  return client.request<Page<Hook>>('GET', '/v1/hooks', { query: { ...page }, signal })
}

export function getHook(client: Client, id: string) {
  return client.request<Hook>('GET', pathOf(id))
}

export function removeHook(client: Client, id: string) {
  return client.request<void>('DELETE', pathOf(id))
}

/** What a hook would be sent: the newest events, at most three, or an example where there is none yet. */
export function sampleOfHook(
  client: Client,
  filter: { event?: EventName | undefined; productId?: number | undefined },
) {
  return client.request<HookSample>('GET', '/v1/hooks/sample', { query: { ...filter } })
}

function pathOf(id: string): string {
  return `/v1/hooks/${encodeURIComponent(id)}`
}
