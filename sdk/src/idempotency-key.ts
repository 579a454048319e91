import type { RepeatableOptions } from './calls.ts'

/** The options of a call that is done once however often it is sent, with a key where the caller gave none. */
export function keyed(options: RepeatableOptions = {}): RepeatableOptions {
  return { ...options, idempotencyKey: options.idempotencyKey ?? newKey() }
}

/** `crypto.randomUUID` is missing in pages that came over plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
