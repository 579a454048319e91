import type { AddressRefusal, UrlProblem } from '../addresses/address-policy.ts'

/** What came of sending one request. A receiver's failure is data, never an exception. */

/** What an attempt is busy with, in this order. `first-byte` lasts until the head of the answer is complete. */
export type Phase = 'dns' | 'connect' | 'tls' | 'send' | 'first-byte' | 'body'

export type Cause =
  | 'dns-not-found' // the name does not exist, or leads nowhere
  | 'dns-failed' // nobody could say
  | 'refused'
  | 'reset'
  | 'closed'
  | 'tls-name' // the certificate of another site
  | 'tls-expired' // outside its time: over, or not begun
  | 'tls-untrusted'
  | 'tls-protocol'
  | 'unreachable'
  | 'invalid-response'
  | 'headers-too-large'

/** Why the head of an answer is not all there, or not all understood. Its status is, and that is what counts. */
export type HeadProblem = 'malformed-head' | 'cut-head' | Extract<Cause, 'headers-too-large'>

/** Why nothing was sent: the URL itself, or the address that its name led to. Never the address. */
export type BlockReason = UrlProblem | AddressRefusal

/** How long each phase took, as far as the attempt came. */
export interface Timings {
  readonly dnsMs?: number
  readonly connectMs?: number
  readonly tlsMs?: number
  readonly firstByteMs?: number
  readonly bodyMs?: number
  readonly totalMs: number
  readonly reusedConnection: boolean
}

/**
 * `answered` once a final status has been read, whatever becomes of the rest of the head and of the body: the status is what
 * producers see and what success is judged by, and the receiver has said it. A body that breaks off, drips until the deadline
 * or is larger than what is read has `bodyTruncated`; so has one of which only the beginning is kept.
 */
export type Reply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** As it came, never decompressed. */
      readonly body: Uint8Array
      readonly bodyTruncated: boolean
      readonly headProblem: HeadProblem | null
      readonly timings: Timings
    }
  | { readonly kind: 'timeout'; readonly phase: Exclude<Phase, 'body'>; readonly timings: Timings }
  | { readonly kind: 'unreachable'; readonly cause: Cause; readonly timings: Timings }
  | { readonly kind: 'blocked'; readonly reason: BlockReason; readonly timings: Timings }
