import type { EventId } from './ids.ts'

/** The state of a transaction between two updates. It is small on purpose: every event rewrites it. */
export interface TransactionState {
  readonly transaction: string
  readonly productId: number
  /** The last status that made an event; before the first event, the last silent status. */
  readonly status: string
  readonly recurrence: number
  /** Names a repeated DELAYED; empty for other updates. */
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
  /** Whether the status makes no event, such as a partial refund. */
  readonly silent: boolean
  readonly recurrence: number
  readonly occurrence: string
  readonly occurredAt: number
  readonly emitStale: boolean
}

export type TransactionMove =
  /** A new status, recurrence or occurrence: an event is made, and the state changes. */
  | 'emit'
  /** Older than the current state, but requested: an event is made, the state stays. */
  | 'emit-stale'
  /** Older than the current state: logged, never merged. */
  | 'stale'
  /** The status did not change: the document is stored, without an event. */
  | 'keep'

/**
 * An event is made when (status, recurrence, occurrence) differs from the current state. Earlier states do not count: a return
 * to a former status makes an event again.
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

/** After these statuses an older approval must not be sent: it would give a buyer access again that was revoked. */
export const revokingStatuses: ReadonlySet<string> = new Set([
  'DISPUTE',
  'REFUNDED',
  'CHARGEBACK',
  'CANCELED',
  'EXPIRED',
])
