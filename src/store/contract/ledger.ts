import type { Account, Affiliation, Product } from '../../domain/account.ts'
import type { Configuration } from '../../domain/configuration.ts'
import type { Delivery } from '../../domain/delivery.ts'
import type { Refusal } from '../../domain/errors.ts'
import type { Event, PayloadVersion } from '../../domain/event.ts'
import type { EventId } from '../../domain/ids.ts'
import type { View } from '../../domain/payload/view.ts'
import type { Subject } from '../../domain/subject.ts'
import type { TransactionState } from '../../domain/transaction.ts'

/** What is accepted: events with their deliveries, and what is known of their subjects. */
export interface Ledger {
  /**
   * Each update sees what is true at its turn, decides, and has its decision stored, all in one commit for the batch. What was
   * stored is durable when the promise is fulfilled. Updates of one batch see what those before them did.
   */
  accept(updates: readonly StoreUpdate[]): Promise<readonly AcceptResult[]>
}

export interface StoreUpdate {
  /** What the update is about. */
  readonly subject: Subject
  /** What the caller called it, remembered at least until it expires: the second of two equal ones is answered as a duplicate. */
  readonly seen: {
    readonly scope: string
    readonly key: string
    readonly bodyHash: string
    readonly expiresAt: number
  } | null
  /** Pure, and called inside the commit. May throw a Refusal. */
  readonly decide: (facts: Facts) => Decision
}

/** What is true at the moment of a decision. */
export interface Facts {
  /** null: nothing is known of it, or the update is not about a transaction. */
  readonly transaction: TransactionState | null
  /** How many events there have been of the subject. */
  readonly sequence: number
  /** JSON text of the transaction's document. */
  document(): string | null
  product(id: number): Product | null
  account(id: string): Account | null
  /** Affiliations of a product with these codes. */
  affiliations(productId: number, codes: readonly string[]): readonly Affiliation[]
  /** Active, releasing and disabled ones. */
  configurations(accountId: string): readonly Configuration[]
}

export type Decision =
  /** No event. The transaction's state and document are kept when given. */
  | {
      readonly kind: 'quiet'
      readonly why: 'unchanged' | 'stale'
      readonly keep: { state: TransactionState; document: string } | null
    }
  | { readonly kind: 'emit'; readonly emission: Emission }

export interface Emission {
  readonly event: Omit<Event, 'data'>
  /** JSON text of the event's data as the platform gave it; null when the producer's body says the same. */
  readonly document: string | null
  readonly bodies: readonly Body[]
  readonly deliveries: readonly NewDelivery[]
  /** null: the transaction stays as it is (tests, stale events). */
  readonly transaction: TransactionState | null
  /** The next number of the subject is used up even when the transaction stays. */
  readonly sequenceOnly: TransactionState | null
}

export interface Body {
  readonly version: PayloadVersion
  readonly view: View
  readonly contentType: string
  readonly text: string
  /** Where the hottok goes in, if the configuration wants it in the body. */
  readonly hottokAt: number | null
}

export type NewDelivery = Omit<
  Delivery,
  | 'attempts'
  | 'attemptsTotal'
  | 'lastStatus'
  | 'lastOutcome'
  | 'lastCause'
  | 'lastAttemptAt'
  | 'deliveredAt'
  | 'cancelReason'
  | 'series'
  | 'hottokAsConfigured'
> & {
  /** `sending` when this process takes it at once, else `queued` or `held`. */
  readonly state: 'queued' | 'sending' | 'held'
}

export type AcceptResult =
  | { readonly kind: 'stored'; readonly decision: Decision }
  | { readonly kind: 'duplicate'; readonly eventId: EventId | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Our own fault, for this item only. */
  | { readonly kind: 'broken'; readonly error: unknown }
