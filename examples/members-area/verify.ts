import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What the sender and we both know. Two of a kind are in force while one is being replaced. */
export interface Secrets {
  readonly hottoks: readonly string[]
  /** `whsec_…`; none: only the token is checked. */
  readonly signingSecrets: readonly string[]
}

/** A signature older or younger than this is a replay, or a clock is wrong. */
const toleranceSeconds = 300

/**
 * Why a request is not from our sender, or null if it is. The token says who calls; the signature (Standard Webhooks) says
 * also that nobody changed the body, and when it was sent. Wants the bytes as they came: parsing comes later.
 */
export function whyRefused(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: Secrets,
  nowMs: number,
): 'token' | 'signature' | 'time' | null {
  const token = headers['x-hotmart-hottok']
  if (typeof token !== 'string' || !secrets.hottoks.some((expected) => isSame(token, expected))) return 'token'
  if (secrets.signingSecrets.length === 0) return null

  const id = text(headers['webhook-id'])
  const timestamp = text(headers['webhook-timestamp'])
  const given = text(headers['webhook-signature']).split(' ')
  const expected = secrets.signingSecrets.map((secret) => sign(secret, id, timestamp, body))
  if (!given.some((one) => expected.some((other) => isSame(one, other)))) return 'signature'
  return Math.abs(nowMs / 1000 - Number(timestamp)) <= toleranceSeconds ? null : 'time'
}

export function sign(secret: string, id: string, timestamp: string, body: Buffer | string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/** In constant time: how long it takes tells nothing. Hashes are compared, since those always have the same length. */
function isSame(a: string, b: string): boolean {
  const hash = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(hash(a), hash(b))
}

function text(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : ''
}
