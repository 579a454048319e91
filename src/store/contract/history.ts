import type { Attempt, Delivery, DeliveryState, PastAction } from '../../domain/delivery/delivery.ts'
import type { Event, EventHead, EventName } from '../../domain/event.ts'
import type { ConfigurationId, DeliveryId, EventId } from '../../domain/ids.ts'
import type { TransactionState } from '../../domain/transaction.ts'
import type { Body } from './ledger.ts'

/** What has been: read beside the hot path, and forgotten in time. */
export interface History {
  /** Newest first, or oldest first. A page may be short and still carry a cursor: a bounded number of rows is looked at. */
  listDeliveries(filter: DeliveryFilter, page: DeliveryCursor): Promise<DeliveryPage>
  /** Counts up to `most`, over a bounded number of rows, and lets nobody's page wait until it is done. */
  countDeliveries(filter: DeliveryFilter, most: number): Promise<{ count: number; exact: boolean }>
  getDelivery(accountId: string, id: DeliveryId): Promise<DeliveryDetail | null>
  /** Those of the account that are there. */
  getDeliveries(accountId: string, ids: readonly DeliveryId[]): Promise<readonly Delivery[]>
  getEvent(id: EventId): Promise<{ event: Event; deliveries: readonly Delivery[] } | null>
  getTransaction(transaction: string): Promise<TransactionDetail | null>
  /**
   * Events that came after one, oldest first, in the form in which the account is sent them: those that it has deliveries of, and
   * those of its products that no configuration wanted. A bounded look ahead.
   */
  listEventsAfter(accountId: string, after: EventId, limit: number): Promise<Announced>
  /** Events, newest first and no tests, that were sent to the account or are about products of its own; a bounded look back. */
  listRecentEvents(
    filter: { accountId: string; event?: EventName; productId?: number },
    limit: number,
  ): Promise<readonly Event[]>
  /** Roll-ups by hour. */
  readStats(filter: { accountId: string; from: number; to: number }): Promise<readonly HourlyCount[]>
  /** Figures for operators: how much waits, and since when; of retries also how many are due within each of the horizons. */
  gauge(now: number, retryHorizonsMs: readonly number[]): Promise<StoreGauge>
  /** Adds to what is known of each, in a bounded number of rows: beyond, an event's further fields are counted as one, ''. */
  countIntakeNotes(fields: readonly IntakeNote[]): Promise<void>
  /** Most frequent first. */
  listIntakeNotes(): Promise<readonly IntakeNote[]>
  /**
   * One small step of forgetting what is older than the history. Answers whether there is more to do. A legacy post is as
   * old as its import, or as our last attempt at it; one that is pending is kept until `force`.
   */
  forget(cutoffs: { history: number; force: number; transactions: number; now: number }): Promise<boolean>
}

/** Events as an account is sent them. */
export interface Announced {
  readonly events: readonly { readonly event: EventHead; readonly body: Body }[]
  /** From which event on there may be more; null: there was nothing more. */
  readonly moreAfter: EventId | null
}

/** What the platform's data held or lacked, and in how many events. Never what an unknown field or a free text held. */
export interface IntakeNote {
  readonly event: EventName
  /** The dictionary does not know the field; or knows it, and not this value; or Hotmart always sends it, and it was not there. */
  readonly kind: 'field' | 'value' | 'missing'
  /** `data.commissions[].tax`; empty: all those for which there was no room. */
  readonly field: string
  /** Of the kind `value`; empty: all those for which there was no room. */
  readonly value: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastEventId: EventId
}

export interface DeliveryFilter {
  readonly accountId: string
  readonly states?: readonly DeliveryState[]
  readonly events?: readonly EventName[]
  readonly configurationId?: ConfigurationId
  readonly productId?: number
  readonly transaction?: string
  /** HTTP code of the last attempt, 408 or -1; null: none yet. */
  readonly responseStatus?: number | null
  readonly test?: boolean
  /** Where a test without a configuration went. */
  readonly freeUrl?: string
  readonly from?: number
  readonly to?: number
}

export type DeliveryCursor = {
  readonly limit: number
  /** Whether to say whom each is about, which costs a look into its body. */
  readonly withBuyers?: boolean
} & ({ readonly before: DeliveryId | null } | { readonly after: DeliveryId | null })

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[]
  /** Whom their bodies name as buyer, masked, one for each; null: nobody, or the body is gone. Empty unless asked for. */
  readonly buyers: readonly (string | null)[]
  readonly next: DeliveryId | null
}

export interface DeliveryDetail {
  readonly delivery: Delivery
  readonly body: Body | null
  readonly attempts: readonly Attempt[]
  readonly actions: readonly PastAction[]
  /** Its transaction's status, when that has since become one of `revokingStatuses`: sending this again would be wrong. */
  readonly revokedSince: string | null
  /** A later event of the same subject went, or is going, to the same configuration. */
  readonly overtaken: boolean
}

export interface TransactionDetail {
  readonly state: TransactionState
  /** null: it has outlived the history that held it. */
  readonly document: string | null
  /** Newest first. */
  readonly events: readonly EventHead[]
}

/** One row of the hourly roll-ups. */
export interface HourlyCount {
  readonly hour: number
  readonly configurationId: ConfigurationId | null
  readonly event: EventName
  readonly outcome: string
  /** Upper bound of the latency bucket, milliseconds. */
  readonly bucketMs: number
  readonly count: number
}

export interface StoreGauge {
  readonly queued: number
  readonly retrying: number
  /** For each horizon asked about, in that order. */
  readonly retryingWithin: readonly number[]
  readonly held: number
  readonly oldestDueAt: number | null
  readonly configurations: Readonly<Record<'active' | 'disabled', number>>
}
