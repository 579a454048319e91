import type { Attempt, Delivery, DeliveryState, PastAction } from '../../domain/delivery/delivery.ts'
import type { Event, EventHead, EventName } from '../../domain/event.ts'
import type { ConfigurationId, DeliveryId, EventId } from '../../domain/ids.ts'
import type { SearchedWord } from '../../domain/sales/sale-query.ts'
import type { SaleWords } from '../../domain/sales/sale-words.ts'
import type { TransactionState } from '../../domain/transaction.ts'
import type { Failures } from './failures.ts'
import type { Body } from './ledger.ts'

/** The history: read beside the hot path, deleted after the retention time. */
export interface History {
  /** Newest or oldest first. Examines a bounded number of rows, so a page may be short and still carry a cursor. */
  listDeliveries(filter: DeliveryFilter, page: DeliveryCursor): Promise<DeliveryPage>
  /** Counts up to `most`, over a bounded number of rows. No page waits for a count. */
  countDeliveries(filter: DeliveryFilter, most: number): Promise<{ count: number; exact: boolean }>
  /**
   * Posts to configurations that came since `from` and failed, or wait after a failure. Examines a bounded number of rows, the
   * newest; no tests.
   */
  listFailures(accountId: string, from: number): Promise<Failures>
  getDelivery(accountId: string, id: DeliveryId): Promise<DeliveryDetail | null>
  /** Those that exist and belong to the account. */
  getDeliveries(accountId: string, ids: readonly DeliveryId[]): Promise<readonly Delivery[]>
  getEvent(id: EventId): Promise<{ event: Event; deliveries: readonly Delivery[] } | null>
  getTransaction(transaction: string): Promise<TransactionDetail | null>
  /**
   * Events after `after`, oldest first, in the form in which the account is sent them: those that it has deliveries of, and
   * those of its products that no configuration wanted. Examines a bounded number of rows.
   */
  listEventsAfter(accountId: string, after: EventId, limit: number): Promise<Announced>
  /** Events sent to the account or about its own products, newest first, no tests. Examines a bounded number of rows. */
  listRecentEvents(
    filter: { accountId: string; event?: EventName; productId?: number },
    limit: number,
  ): Promise<readonly Event[]>
  /**
   * Sales whose words are to be kept: those of events after one, with the ones that changed without an event, or those of events before
   * one (null: the newest). A bounded step; no tests.
   */
  listSalesToIndex(step: IndexStep, limit: number): Promise<SalesToIndex>
  /** Replaces the words of each sale for each account, in one unit with the facts that say how far the index is. */
  indexSales(step: SalesStep): Promise<void>
  /** Sales of the account that have a word for each of the searched ones; newest first of the bounded number that is looked at. */
  findSales(accountId: string, words: readonly SearchedWord[], limit: number): Promise<FoundSales>
  /** Sales of the account that have exactly one of these words, newest first. */
  listRelatedSales(accountId: string, words: readonly string[], limit: number): Promise<readonly SaleRow[]>
  getSale(accountId: string, transaction: string): Promise<SaleRow | null>
  /** Roll-ups by hour. */
  readStats(filter: { accountId: string; from: number; to: number }): Promise<readonly HourlyCount[]>
  /** Figures for operators: how much waits and since when, and how many retries are due within each horizon. */
  gauge(now: number, retryHorizonsMs: readonly number[]): Promise<StoreGauge>
  /** Adds to the stored counts. Rows are bounded: an event's fields beyond the limit are counted as one, ''. */
  countIntakeNotes(fields: readonly IntakeNote[]): Promise<void>
  /** Most frequent first. */
  listIntakeNotes(): Promise<readonly IntakeNote[]>
  /**
   * One small step of deleting what is older than the history. Returns whether there is more to do. The age of a legacy post
   * counts from its import or from our last attempt at it; a pending one is kept until `force`.
   */
  forget(cutoffs: { history: number; force: number; transactions: number; now: number }): Promise<boolean>
}

/** Events as an account is sent them. */
export interface Announced {
  readonly events: readonly { readonly event: EventHead; readonly body: Body }[]
  /** There may be more after this event; null: there is no more. */
  readonly moreAfter: EventId | null
}

export type IndexStep = { readonly after: EventId } | { readonly before: EventId | null }

export interface SalesToIndex {
  readonly sales: readonly SaleToIndex[]
  /** Of the events that were looked at; null: there were none. */
  readonly newest: EventId | null
  readonly oldest: EventId | null
}

export interface SaleToIndex {
  readonly transaction: string
  readonly productId: number
  /** When its first event was accepted that is still kept, in milliseconds. */
  readonly at: number
  /** As it was last reported; null: no longer known. */
  readonly document: string | null
  /** How often it has changed without an event; 0: never since it was indexed. */
  readonly changes: number
}

export interface SalesStep {
  readonly rows: readonly SaleRow[]
  /** Rows that are there already stay as they are. */
  readonly absentOnly?: boolean
  /** Indexed, unless they have changed again since. */
  readonly changed?: readonly ChangedSale[]
  readonly facts?: Readonly<Record<string, string>>
}

export interface ChangedSale {
  readonly transaction: string
  readonly changes: number
}

/** A sale as one account may find it. */
export interface SaleRow {
  readonly accountId: string
  readonly transaction: string
  readonly productId: number
  /** Of the affiliate that the account is of the sale; null: it produces or co-produces the product. */
  readonly code: string | null
  readonly at: number
  readonly words: SaleWords
}

export interface FoundSales {
  readonly sales: readonly SaleRow[]
  /** There are more, or not all could be looked at. */
  readonly more: boolean
}

/** What the platform's data contained or lacked, and in how many events. Never the content of an unknown field or a free text. */
export interface IntakeNote {
  readonly event: EventName
  /** `field`: unknown field. `value`: known field, unknown value. `missing`: absent, although Hotmart always sends it. */
  readonly kind: 'field' | 'value' | 'missing'
  /** `data.commissions[].tax`; empty: all fields beyond the limit of rows. */
  readonly field: string
  /** For the kind `value`; empty: all values beyond the limit of rows. */
  readonly value: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastEventId: EventId
}

export interface DeliveryFilter {
  readonly accountId: string
  /** Only these, a hundred at most. */
  readonly ids?: readonly DeliveryId[]
  readonly states?: readonly DeliveryState[]
  readonly events?: readonly EventName[]
  readonly configurationId?: ConfigurationId
  readonly productId?: number
  readonly transaction?: string
  /** HTTP code of the last attempt, 408 or -1; null: no attempt yet. */
  readonly responseStatus?: number | null
  readonly test?: boolean
  /** Where a test without a configuration went. */
  readonly freeUrl?: string
  readonly from?: number
  readonly to?: number
}

export type DeliveryCursor = {
  readonly limit: number
  /** Whether to return the buyers, which costs a look into each body. */
  readonly withBuyers?: boolean
} & ({ readonly before: DeliveryId | null } | { readonly after: DeliveryId | null })

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[]
  /** The buyer that each body names, masked; null: it names none, or the body is gone. Empty unless asked for. */
  readonly buyers: readonly (string | null)[]
  readonly next: DeliveryId | null
}

export interface DeliveryDetail {
  readonly delivery: Delivery
  readonly body: Body | null
  readonly attempts: readonly Attempt[]
  readonly actions: readonly PastAction[]
  /** The transaction's status, if it has since become one of `revokingStatuses`: sending this again would be wrong. */
  readonly revokedSince: string | null
  /** A later event of the same subject was sent, or is being sent, to the same configuration. */
  readonly overtaken: boolean
}

export interface TransactionDetail {
  readonly state: TransactionState
  /** null: the event that held it was deleted with the history. */
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
  /** One for each of the given horizons, in their order. */
  readonly retryingWithin: readonly number[]
  readonly held: number
  readonly oldestDueAt: number | null
  readonly configurations: Readonly<Record<'active' | 'disabled', number>>
}
