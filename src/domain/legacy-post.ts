import type { Outcome } from './delivery/attempt.ts'
import { isSuccess } from './delivery/attempt.ts'
import type { Timings } from './delivery/reply.ts'
import type { CutText } from './secrets/cut-hottok.ts'

/**
 * A delivery of the platform's earlier postback tool. It is imported to be read; a pending one can be processed again,
 * unchanged.
 *
 *   pending ──► being sent ──► sent       (a 2xx)
 *      ▲             │
 *      └─────────────┘                    (anything else, or a crash)
 */
export interface LegacyPost {
  readonly accountId: string
  /** The id that the earlier tool gave it; unique in its account. */
  readonly id: string
  /** Milliseconds: when the earlier tool sent it, or last tried to. */
  readonly at: number
  readonly url: CutText
  /** The event's name in the earlier tool, which may have had other events. */
  readonly event: string
  readonly transaction: string | null
  readonly productId: number | null
  readonly state: LegacyPostState
  /** HTTP code of the last attempt of either tool; -1: no connection; null: no attempt was made. */
  readonly status: number | null
  /** Attempts of both tools. */
  readonly attempts: number
  readonly contentType: string
  readonly importedAt: number
  /** Milliseconds, of Postback's attempts; null: none. */
  readonly lastAttemptAt: number | null
  /** Milliseconds: the lease of the attempt under way, which ends earlier once the attempt is recorded; null: none. */
  readonly sendingUntil: number | null
}

export const legacyPostStates = ['sent', 'pending'] as const
export type LegacyPostState = (typeof legacyPostStates)[number]

/** The body that was sent, and the response. */
export interface LegacyPayload {
  readonly body: CutText
  /** To the last attempt of the earlier tool; null: none came, or none was kept. */
  readonly response: string | null
  /** Whether only the beginning of the response was kept. */
  readonly responseTruncated: boolean
}

/** One attempt by Postback. Each one is requested by a person or a program. */
export interface LegacyAttempt {
  /** 1 is Postback's first attempt. */
  readonly number: number
  readonly by: string
  /** When it was requested. */
  readonly at: number
  /** null: under way, or unknown because the process ended during the attempt. */
  readonly result: LegacyAttemptResult | null
}

export interface LegacyAttemptResult {
  readonly outcome: Outcome
  readonly status: number
  readonly cause: string | null
  readonly timings: Timings
  readonly responseHeaders: readonly (readonly [string, string])[]
  readonly responseBody: Uint8Array
  readonly responseTruncated: boolean
}

/** A post without a 2xx is pending. */
export function legacyStateOf(status: number | null): LegacyPostState {
  return status !== null && isSuccess(status) ? 'sent' : 'pending'
}

/** The earlier tool sent JSON or forms. The body tells which, where the export does not. */
export function contentTypeOf(body: string): string {
  return isJson(body) ? 'application/json' : 'application/x-www-form-urlencoded'
}

function isJson(body: string): boolean {
  if (!/^\s*[{[]/.test(body)) return false
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}

/** Whether an attempt is under way at a moment. */
export function isBeingSent({ sendingUntil }: Pick<LegacyPost, 'sendingUntil'>, now: number): boolean {
  return sendingUntil !== null && sendingUntil > now
}
