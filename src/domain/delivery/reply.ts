import type { AddressRefusal, UrlProblem } from '../addresses/address-policy.ts'

/** The result of sending one request. A receiver's failure is data, never an exception. */

/** The phases of an attempt, in order. `first-byte` lasts until the head of the answer is complete. */
export type Phase = 'dns' | 'connect' | 'tls' | 'send' | 'first-byte' | 'body'

export type Cause =
  | 'dns-not-found' // the name does not exist, or has no address
  | 'dns-failed' // no resolver could answer
  | 'refused'
  | 'reset'
  | 'closed'
  | 'tls-name' // the certificate of another site
  | 'tls-expired' // outside its validity: expired, or not yet valid
  | 'tls-untrusted'
  | 'tls-protocol'
  | 'unreachable'
  | 'invalid-response'
  | 'headers-too-large'

/** Why the head of an answer is incomplete or unreadable. Its status was read, and the status decides. */
export type HeadProblem = 'malformed-head' | 'cut-head' | Extract<Cause, 'headers-too-large'>

/** Why nothing was sent: the URL, or the address that its name resolved to. It never holds the address itself. */
export type BlockReason = UrlProblem | AddressRefusal

/** The duration of each phase that the attempt reached. */
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
 * `answered` once a final status has been read, even if the rest of the head or the body fails: producers see the status, and
 * success is judged by it. `bodyTruncated`: the body broke off, dripped until the deadline, was larger than what is read, or only
 * its beginning is kept.
 */
export type Reply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** As received, never decompressed. */
      readonly body: Uint8Array
      readonly bodyTruncated: boolean
      readonly headProblem: HeadProblem | null
      readonly timings: Timings
    }
  | { readonly kind: 'timeout'; readonly phase: Exclude<Phase, 'body'>; readonly timings: Timings }
  | { readonly kind: 'unreachable'; readonly cause: Cause; readonly timings: Timings }
  | { readonly kind: 'blocked'; readonly reason: BlockReason; readonly timings: Timings }
