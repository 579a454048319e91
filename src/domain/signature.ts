import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from './ids.ts'

/** Standard Webhooks, symmetric scheme `v1`: HMAC-SHA256 over `id.timestamp.body`, in base64. */

const prefix = 'whsec_'
/** Within the 24 to 64 bytes that the specification asks for. */
const secretBytes = 32

export function mintSigningSecret(randomBytes: RandomBytes): string {
  return prefix + Buffer.from(randomBytes(secretBytes)).toString('base64')
}

/** @param key the bytes behind `whsec_` */
export function signature(key: KeyObject, id: string, timestampSeconds: number, body: string | Uint8Array): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.`).update(body).digest('base64')}`
}

/** The value of `webhook-signature`: one signature for each secret in force, so that a receiver can change over in peace. */
export function signatureHeader(
  keys: readonly KeyObject[],
  id: string,
  timestampSeconds: number,
  body: string | Uint8Array,
): string {
  let header = ''
  for (const key of keys) header += `${header && ' '}${signature(key, id, timestampSeconds, body)}`
  return header
}

/** Each signature of a header, without the scheme before it. */
export function signaturesIn(header: string): readonly string[] {
  return header.split(' ').map((one) => one.slice(one.indexOf(',') + 1))
}

/** Made once for a secret: bytes would be made into one at each signature. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(secret.slice(prefix.length), 'base64')
}

/** Compares without telling by its duration where two texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  // Of different lengths: compare something of the same length anyway, then say no.
  return left.length === right.length ? timingSafeEqual(left, right) : !timingSafeEqual(left, left)
}
