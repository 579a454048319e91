import type { Outcome } from './delivery/attempt.ts'
import { isSuccess } from './delivery/attempt.ts'
import type { Timings } from './delivery/reply.ts'
import type { CutText } from './secrets/cut-hottok.ts'

/**
 * A delivery that the platform's earlier postback tool made. It is imported to be read; one that had not arrived can be
 * processed again, as it was.
 *
 *   pending ──► being sent ──► sent       (a 2xx)
 *      ▲             │
 *      └─────────────┘                    (anything else, or a crash)
 */
export interface LegacyPost {
  readonly accountId: string
  /** What the earlier tool called it; unique in its account. */
  readonly id: string
  /** Milliseconds: when the earlier tool sent it, or last tried to. */
  readonly at: number
  readonly url: CutText
  /** As the earlier tool called it: it may have known others than we do. */
  readonly event: string
  readonly transaction: string | null
  readonly productId: number | null
  readonly state: LegacyPostState
  /** HTTP code of the last attempt, ours included; -1: no connection; null: none was made. */
  readonly status: number | null
  /** All that were made, ours included. */
  readonly attempts: number
  readonly contentType: string
  readonly importedAt: number
  /** Milliseconds, of our own attempts; null: none. */
  readonly lastAttemptAt: number | null
  /** Milliseconds: an attempt is under way until it is recorded, and at most until then; null: none is. */
  readonly sendingUntil: number | null
}

export const legacyPostStates = ['sent', 'pending'] as const
export type LegacyPostState = (typeof legacyPostStates)[number]

/** What it carried, and what was answered. */
export interface LegacyPayload {
  readonly body: CutText
  /** Of the last attempt of the earlier tool; null: nothing came, or nothing was kept. */
  readonly response: string | null
  /** Whether only the beginning of the response was kept. */
  readonly responseTruncated: boolean
}

/** One attempt of ours; each has been asked for by somebody. */
export interface LegacyAttempt {
  /** 1 is the first that we made. */
  readonly number: number
  readonly by: string
  /** When somebody asked for it. */
  readonly at: number
  /** null: under way; or the process ended in the middle of it, and nobody knows. */
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

/** What has not arrived is pending: everything without a 2xx. */
export function legacyStateOf(status: number | null): LegacyPostState {
  return status !== null && isSuccess(status) ? 'sent' : 'pending'
}

/** The earlier tool sent JSON, or forms: where its export does not say which, the body does. */
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
