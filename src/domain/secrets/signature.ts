import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../ids.ts'

/** Standard Webhooks, symmetric scheme `v1`: HMAC-SHA256 over `id.timestamp.body`, in base64. */

const prefix = 'whsec_'
/** Within the 24 to 64 bytes that the specification asks for. */
const secretBytes = 32

export function mintSigningSecret(randomBytes: RandomBytes): string {
  return prefix + Buffer.from(randomBytes(secretBytes)).toString('base64')
}

/** Made once for each secret: with bytes, every signature would make a key object again. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(secret.slice(prefix.length), 'base64')
}

export interface Signed {
  /** The value of `webhook-signature`: one signature for each valid secret, so that receivers have time to change over. */
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

/** The signatures of a header, without their scheme. */
export function signaturesIn(header: string): readonly string[] {
  return header.split(' ').map((one) => one.slice(one.indexOf(',') + 1))
}

/** Compares in a time that does not depend on where the texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  return comparedInConstantTime(a)(b)
}

/** The same for a secret that is compared often: its bytes are made once. */
export function comparedInConstantTime(secret: string): (text: string) => boolean {
  const bytes = Buffer.from(secret)
  const given = Buffer.alloc(bytes.length)
  return (text) => {
    // A text of another length is cut or padded, so that every comparison takes the same time.
    given.fill(0)
    given.write(text)
    return timingSafeEqual(given, bytes) && Buffer.byteLength(text) === bytes.length
  }
}
