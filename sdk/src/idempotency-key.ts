import type { RepeatableOptions } from './calls.ts'

/** The options of an idempotent call, with a new key if the caller gave none. */
export function keyed<Options extends RepeatableOptions>(options?: Options) {
  return { ...options, idempotencyKey: options?.idempotencyKey ?? newIdempotencyKey() }
}

/** For a caller that repeats a call itself: one key for all of its tries. */
export function newIdempotencyKey(): string {
  // `crypto.randomUUID` is missing in pages that were loaded over plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
