import { fromBase64, toBase64 } from './base64.ts'
import { bytesOf } from './raw-request.ts'

/** Standard Webhooks, symmetric scheme `v1`: HMAC-SHA256 over `id.timestamp.body`, in base64. */

export interface ToSign {
  /** `webhook-id` */
  readonly id: string
  /** `webhook-timestamp`: seconds since 1970, exactly as in the header. */
  readonly timestamp: number | string
  readonly body: Uint8Array | string
}

/** The value of `webhook-signature`. For tests of your receiver: sign a body and post it. */
export async function sign(secret: string, content: ToSign): Promise<string> {
  return signWith(signingKey(secret), content)
}

export async function signWith(key: SigningKey, { id, timestamp, body }: ToSign): Promise<string> {
  const imported = await crypto.subtle.importKey(
    'raw',
    key as Uint8Array<ArrayBuffer>,
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytesOf(body))
  return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', imported, signed)))}`
}

export type SigningKey = Uint8Array

/** Standard Webhooks: 24 to 64 bytes. Shorter secrets are truncated or invented. */
const keyBytesMin = 24

/** @throws TypeError when the text is not a secret; the message never contains the text */
export function signingKey(secret: string): SigningKey {
  const text = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  const key = text === undefined ? null : fromBase64(text)
  if (key === null || key.length < keyBytesMin) {
    throw new TypeError(
      'secrets: not a signing secret. It begins with whsec_ and goes on in base64; copy it whole from the configuration.',
    )
  }
  return key
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}
