import type { EventId } from './ids.ts'

/** What is known of a transaction between two updates. Narrow on purpose: it is rewritten with every event. */
export interface TransactionState {
  readonly transaction: string
  readonly productId: number
  /** The last status that made an event, or a silent one if there was none yet. */
  readonly status: string
  readonly recurrence: number
  /** Names a repeated DELAYED; empty otherwise. */
  readonly occurrence: string
  /** Events so far. */
  readonly sequence: number
  readonly eventId: EventId | null
  /** Milliseconds: when the last update that counted happened at the platform. */
  readonly occurredAt: number
  readonly updatedAt: number
}

export interface StatusReport {
  readonly status: string
  /** Whether a status makes an event at all; a partial refund, for one, does not. */
  readonly silent: boolean
  readonly recurrence: number
  readonly occurrence: string
  readonly occurredAt: number
  readonly emitStale: boolean
}

export type TransactionMove =
  /** Something new: an event, and the transaction moves. */
  | 'emit'
  /** Older than what is known, but wanted all the same: an event, and the transaction stays where it is. */
  | 'emit-stale'
  /** Older than what is known: logged, never merged. */
  | 'stale'
  /** Nothing new in status: the document is kept, no event. */
  | 'keep'

/**
 * An event comes when (status, recurrence, occurrence) differs from the current one. `current` is compared, not the past: an
 * order that returns to a status it had before is news again.
 */
export function moveTransaction(current: TransactionState | null, report: StatusReport): TransactionMove {
  if (current !== null && report.occurredAt < current.occurredAt) {
    return report.emitStale && !report.silent ? 'emit-stale' : 'stale'
  }
  if (report.silent) return 'keep'
  if (current === null) return 'emit'
  const same =
    current.status === report.status &&
    current.recurrence === report.recurrence &&
    current.occurrence === report.occurrence
  return same ? 'keep' : 'emit'
}

/** Statuses after which an older approval must not go out any more: it would give access back to somebody who has lost it. */
export const revokingStatuses: ReadonlySet<string> = new Set([
  'DISPUTE',
  'REFUNDED',
  'CHARGEBACK',
  'CANCELED',
  'EXPIRED',
])
