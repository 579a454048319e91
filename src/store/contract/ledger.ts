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
 * What is accepted: events with their deliveries, and the state of their subjects. A batch of updates takes two calls. The
 * caller decides between them, and nothing is locked: each entry names the revision and versions that it was decided on, and
 * is kept only if these are still current.
 */
export interface Ledger {
  /**
   * The state of each subject and of the names of its update, each as of one moment, in the order of the questions.
   * @param options.lock locks one subject, for a caller whose entries were outdated several times: entries of other nodes
   * about it are outdated until this node has appended one, kept or not, or for one second by the store's clock. If another
   * node holds such a lock, nothing is locked
   */
  look(questions: readonly Question[], options?: { readonly lock: boolean }): Promise<readonly Known[]>

  /** The accounts that the events of each product concern, each as of one moment, in the order asked. null: no such product. */
  readConcerned(
    asked: readonly { readonly productId: number; readonly codes: readonly string[] }[],
  ): Promise<readonly (ConcernedAccounts | null)[]>
  /** The configurations of accounts, each as of one moment, in the order asked. */
  readWishes(accountIds: readonly string[]): Promise<readonly WishesOfAccount[]>

  /**
   * Keeps entries in one commit, which is durable when the promise is fulfilled. Each entry sees the entries before it. An
   * entry that is not kept writes nothing and never fails its neighbours. A taken name is checked before anything else.
   */
  append(entries: readonly Entry[]): Promise<readonly Appended[]>
}

export interface Question {
  readonly subject: Subject
  /** Whether to return the transaction's document, which is long. */
  readonly withDocument: boolean
  /** An earlier update with one of these names makes this one a duplicate. Only housekeeping deletes names. */
  readonly names: readonly UpdateName[]
}

export interface Known {
  /** Increases by one with each entry about the subject that had an event or a transaction. 0: there was none. */
  readonly revision: number
  /** null: the transaction is unknown, or the subject is no transaction. */
  readonly transaction: TransactionState | null
  /** Number of events of the subject so far. */
  readonly sequence: number
  readonly newestEvent: EventId | null
  /**
   * JSON text: the document kept since the transaction's last event, else that event's. null: it was not asked for, or was
   * deleted with the history.
   */
  readonly document: string | null
  /** The earlier update with one of the names; null: there was none. */
  readonly before: { readonly eventId: EventId | null; readonly bodyHash: string } | null
}

/** The accounts that the events of a product concern. */
export interface ConcernedAccounts {
  readonly product: Product
  readonly producer: { readonly name: string }
  /** Those of the given codes that exist. */
  readonly affiliations: readonly Affiliation[]
  /**
   * One for each account consulted, the product's owner included. A version increases with the account's name, its products,
   * their affiliations and its configurations; 0: there is no such account.
   */
  readonly versions: ReadonlyMap<string, number>
}

export interface WishesOfAccount {
  readonly version: number
  /** Without the removed ones, oldest first. */
  readonly configurations: readonly Configuration[]
}

export interface Entry {
  readonly subject: Subject
  readonly names: readonly UpdateName[]
  /** The subject's revision and the versions of the accounts consulted for the decision. */
  readonly basedOn: { readonly revision: number; readonly accounts: ReadonlyMap<string, number> }
  readonly event: NewEvent | null
  /**
   * Untried, and queued, claimed by this node (`sending`) or held. If one is held and its configuration is neither disabled
   * nor being released, the entry is outdated, even if the versions are current: no step would release the delivery.
   */
  readonly deliveries: readonly Delivery[]
  /** null: unchanged. */
  readonly transaction: TransactionState | null
  /** JSON text of the transaction's document, as long as no event holds it. null: an event holds it, or nothing changes. */
  readonly document: string | null
}

export interface NewEvent {
  readonly head: EventHead
  /** JSON text of the event's data as the platform sent it; null when `data` in the producer's body (2.0.0) is equal. */
  readonly document: string | null
  readonly bodies: readonly Body[]
  /** The subject's previous event. */
  readonly previous: EventId | null
}

export interface Body {
  readonly version: PayloadVersion
  readonly view: View
  readonly contentType: string
  readonly text: string
  /** Where the hottok is inserted, if the configuration wants it in the body. */
  readonly hottokAt: number | null
}

export type Appended =
  /**
   * `waiting`: deliveries that were given as `sending` and were queued, because an earlier delivery of the same (configuration,
   * subject) is untried and not claimed by this node. Always empty with a single node, which accounts for this before it appends.
   */
  | { readonly kind: 'kept'; readonly waiting: readonly DeliveryId[] }
  /** The revision or a version has changed, or the store could not tell: look and decide again. */
  | { readonly kind: 'outdated' }
  /** One of its names is taken by an update with the same body. If that body differs, the entry is `outdated`. */
  | { readonly kind: 'duplicate'; readonly eventId: EventId | null }
  /** Our own fault, for this entry only. */
  | { readonly kind: 'broken'; readonly error: unknown }
