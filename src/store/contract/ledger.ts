import type { Affiliation, Product } from '../../domain/account.ts'
import type { Configuration } from '../../domain/configuration.ts'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { EventHead, PayloadVersion } from '../../domain/event.ts'
import type { DeliveryId, EventId } from '../../domain/ids.ts'
import type { View } from '../../domain/payload/view.ts'
import type { Subject } from '../../domain/subject.ts'
import type { TransactionState } from '../../domain/transaction.ts'
import type { UpdateName } from '../../domain/update.ts'

/**
 * What is accepted: events with their deliveries, and what is known of their subjects. There are two calls for a whole group of
 * updates. The caller decides in between, and nothing is locked meanwhile: what it decided on is named in each entry, and an entry
 * is kept only while that still stands.
 */
export interface Ledger {
  /**
   * What is known of each subject, as of one moment, and of the names under which its update came, in the order of the questions.
   * @param options.lock of one subject, for a caller whose entries came to be outdated again and again: entries that other nodes
   * append about it are outdated until this node has appended one, kept or not, or for one second by the store's clock. Where
   * another node has such a lock already, nothing is locked
   */
  look(questions: readonly Question[], options?: { readonly lock: boolean }): Promise<readonly Known[]>

  /** Whom the events of products concern, each as of one moment, in the order asked. null: there is no such product. */
  readConcerned(
    asked: readonly { readonly productId: number; readonly codes: readonly string[] }[],
  ): Promise<readonly (ConcernedAccounts | null)[]>
  /** What accounts want to be told, each as of one moment, in the order asked. */
  readWishes(accountIds: readonly string[]): Promise<readonly WishesOfAccount[]>

  /**
   * Keeps entries in one commit, which is durable when the promise is fulfilled. Each entry sees what those before it did. One
   * that is not kept leaves nothing behind, and never fails its neighbours. A name that is taken decides before anything else.
   */
  append(entries: readonly Entry[]): Promise<readonly Appended[]>
}

export interface Question {
  readonly subject: Subject
  /** Whether the document of the transaction is needed: it is long. */
  readonly withDocument: boolean
  /** The update is a duplicate of one that came under one of them. Names are forgotten by housekeeping alone. */
  readonly names: readonly UpdateName[]
}

export interface Known {
  /** One more with each entry about the subject that had an event or a transaction. 0: there was none. */
  readonly revision: number
  /** null: nothing is known of it, or the subject is no transaction. */
  readonly transaction: TransactionState | null
  /** How many events of the subject there have been. */
  readonly sequence: number
  readonly newestEvent: EventId | null
  /**
   * JSON text: what was kept of the transaction since its event, else its event's. null: it was not asked for, or has outlived the
   * history that held it.
   */
  readonly document: string | null
  /** The update that came under one of the names before; null: there was none. */
  readonly before: { readonly eventId: EventId | null; readonly bodyHash: string } | null
}

/** Whom the events of a product concern. */
export interface ConcernedAccounts {
  readonly product: Product
  readonly producer: { readonly name: string }
  /** Those with the codes asked for that exist. */
  readonly affiliations: readonly Affiliation[]
  /**
   * One for each account consulted, the product's owner among them. It moves with the account's name, its products, their
   * affiliations and its configurations; 0: there is no such account.
   */
  readonly versions: ReadonlyMap<string, number>
}

/** What an account wants to be told. */
export interface WishesOfAccount {
  readonly version: number
  /** All that are not removed, oldest first. */
  readonly configurations: readonly Configuration[]
}

export interface Entry {
  readonly subject: Subject
  readonly names: readonly UpdateName[]
  /** What was decided on: the subject's revision, and the versions of the accounts that were consulted. */
  readonly basedOn: { readonly revision: number; readonly accounts: ReadonlyMap<string, number> }
  readonly event: NewEvent | null
  /**
   * Never tried, and queued, claimed by this node (`sending`) or held. Held only while its configuration is disabled or being
   * released, whatever the versions say: else no step would let it out, and the entry is outdated.
   */
  readonly deliveries: readonly Delivery[]
  /** null: it stays as it is. */
  readonly transaction: TransactionState | null
  /** JSON text of the transaction's document, until an event that it moves to holds it. null: an event does, or nothing changes. */
  readonly document: string | null
}

export interface NewEvent {
  readonly head: EventHead
  /** JSON text of the event's data as the platform gave it; null when `data` in the producer's body (2.0.0) says the same. */
  readonly document: string | null
  readonly bodies: readonly Body[]
  /** The event of the subject before it. */
  readonly previous: EventId | null
}

export interface Body {
  readonly version: PayloadVersion
  readonly view: View
  readonly contentType: string
  readonly text: string
  /** Where the hottok goes in, if the configuration wants it in the body. */
  readonly hottokAt: number | null
}

export type Appended =
  /**
   * `waiting`: of its deliveries in `sending`, those that are queued instead, since an earlier first attempt of the same
   * (configuration, subject) is untried and not claimed by this node. Where there is one node, it knows what waits: none.
   */
  | { readonly kind: 'kept'; readonly waiting: readonly DeliveryId[] }
  /** What it was decided on has moved, or the store could not tell: look and decide again. */
  | { readonly kind: 'outdated' }
  /** One of its names was taken, by an update that said the same. One that said something else makes it outdated. */
  | { readonly kind: 'duplicate'; readonly eventId: EventId | null }
  /** Our own fault, for this entry only. */
  | { readonly kind: 'broken'; readonly error: unknown }
