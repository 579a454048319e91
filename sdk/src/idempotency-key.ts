import type { RepeatableOptions } from './calls.ts'

/** The options of an idempotent call, with a new key if the caller gave none. */
export function keyed(options: RepeatableOptions = {}): RepeatableOptions {
  return { ...options, idempotencyKey: options.idempotencyKey ?? newKey() }
}

/** `crypto.randomUUID` is missing in pages that were loaded over plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
