import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { path } from '../path.ts'
import type { Configuration, Hottok, HottokRotation } from '../types.ts'

/** The account's verification token. Not for access tokens. */
export function hottokOf({ request }: Calls) {
  return {
    get: (options?: CallOptions) => request<Hottok>('GET', '/v1/hottok', options),
    /** Makes a new token. It is returned at once, and sent from `switchAt` on. */
    rotate: (input: HottokRotation = {}, options?: RepeatableOptions) =>
      request<Hottok>('POST', '/v1/hottok/rotate', { ...keyed(options), body: input }),
    /** Sends the new token to this configuration before `switchAt`. */
    switchEarly: (configurationId: string, options?: RepeatableOptions) =>
      request<Configuration>('POST', path`/v1/configurations/${configurationId}/use-new-hottok`, keyed(options)),
  }
}
