import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { list, type PageRequest } from '../listing.ts'
import { path } from '../path.ts'
import type { CreatedHook, Hook, HookInput, HookSample, HookSampleFilter } from '../types.ts'

export function hooksOf(calls: Calls) {
  const { request } = calls
  return {
    /**
     * Subscribes a URL to events, until the hook is removed or the URL answers 410. The same subscription again answers the hook
     * that is there, with its token.
     */
    create: (input: HookInput, options?: RepeatableOptions) =>
      request<CreatedHook>('POST', '/v1/hooks', { ...keyed(options), body: input }),
    /** The hooks of other programs, newest first. */
    list: (page: PageRequest = {}, options?: CallOptions) => list<Hook>(calls, '/v1/hooks', { ...page }, options),
    get: (id: string, options?: CallOptions) => request<Hook>('GET', path`/v1/hooks/${id}`, options),
    /** Takes one subscription away; the last one removes the hook. */
    remove: (id: string, options?: RepeatableOptions) => request<void>('DELETE', path`/v1/hooks/${id}`, keyed(options)),
    /** Bodies that a hook would get: up to three of the newest events, or an example if there is none yet. */
    sample: (filter: HookSampleFilter = {}, options?: CallOptions) =>
      request<HookSample>('GET', '/v1/hooks/sample', { ...options, query: { ...filter } }),
  }
}
