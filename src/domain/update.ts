import type { EventName } from './event.ts'
import type { UpdateId } from './ids.ts'
import type { Subject } from './subject.ts'
import type { JsonObject } from './text/json.ts'

/** What the platform reports, checked for shape but not yet decided on. Plain data, so that it can wait in a queue. */
export interface ReportedUpdate {
  /** `whole`: the document as it now is. `patch`: what changed (RFC 7396). `event`: the data of an event with its name. */
  readonly via: 'whole' | 'patch' | 'event'
  readonly subject: Subject
  readonly event: EventName | null
  readonly data: JsonObject
  /** Milliseconds: when it happened at the platform; null: now. */
  readonly occurredAt: number | null
  /** Names a repeated DELAYED; empty otherwise. */
  readonly occurrence: string
  /** Whether an update older than what is known still makes an event. */
  readonly emitStale: boolean
  /** What the caller calls this update, and a hash of what it said. */
  readonly caller: { readonly scope: string; readonly key: string; readonly bodyHash: string } | null
}

/** A reported update as it is let in: it may wait in a queue, and another node may decide on it. */
export interface StampedUpdate extends Omit<ReportedUpdate, 'caller'> {
  readonly id: UpdateId
  /** Milliseconds: when it reached us. */
  readonly receivedAt: number
  /** What it is called: of two updates with one name the second is a duplicate. */
  readonly names: readonly UpdateName[]
}

export interface UpdateName {
  readonly scope: string
  readonly key: string
  readonly bodyHash: string
  /** Milliseconds: remembered at least until then. */
  readonly expiresAt: number
}

/** What became of it. */
export type Reported =
  | {
      readonly kind: 'event'
      readonly eventId: string
      readonly event: EventName
      /** The producer's. */
      readonly accountId: string
      readonly deliveries: number
    }
  | { readonly kind: 'nothing'; readonly why: 'unchanged' | 'stale' }
  | { readonly kind: 'duplicate'; readonly eventId: string | null }

/** How long a caller's own id, or an idempotency key, is remembered. */
export const rememberedMs = 7 * 24 * 3_600_000
