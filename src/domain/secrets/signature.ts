import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../ids.ts'

/** Standard Webhooks, symmetric scheme `v1`: HMAC-SHA256 over `id.timestamp.body`, in base64. */

const prefix = 'whsec_'
/** Within the 24 to 64 bytes that the specification asks for. */
const secretBytes = 32

export function mintSigningSecret(randomBytes: RandomBytes): string {
  return prefix + Buffer.from(randomBytes(secretBytes)).toString('base64')
}

/** Made once for a secret: bytes would be made into one at each signature. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(secret.slice(prefix.length), 'base64')
}

export interface Signed {
  /** The value of `webhook-signature`: one signature for each secret in force, so that a receiver can change over in peace. */
  readonly header: string
  /** The body in UTF-8, encoded once to be signed and sent. */
  readonly body: Uint8Array
}

export function sign(keys: readonly KeyObject[], id: string, timestampSeconds: number, text: string): Signed {
  const body = Buffer.from(text)
  const head = `${id}.${timestampSeconds}.`
  const signature = (key: KeyObject) => `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`
  return { header: keys.map(signature).join(' '), body }
}

/** Each signature of a header, without the scheme before it. */
export function signaturesIn(header: string): readonly string[] {
  return header.split(' ').map((one) => one.slice(one.indexOf(',') + 1))
}

/** Compares without telling by its duration where two texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  return comparedInConstantTime(a)(b)
}

/** The same for a secret that is asked for again and again: its bytes are made once. */
export function comparedInConstantTime(secret: string): (text: string) => boolean {
  const bytes = Buffer.from(secret)
  const given = Buffer.alloc(bytes.length)
  return (text) => {
    // Of another length: something of the same length is compared anyway, then the answer is no.
    given.fill(0)
    given.write(text)
    return timingSafeEqual(given, bytes) && Buffer.byteLength(text) === bytes.length
  }
}
