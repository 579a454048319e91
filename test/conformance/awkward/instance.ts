import type { Affiliation, Product } from '../../../src/domain/account.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../../../src/domain/configuration.ts'
import type { Delivery, PastAction } from '../../../src/domain/delivery.ts'
import type { ConfigurationId, DeliveryId, EventId } from '../../../src/domain/ids.ts'
import type { TransactionState } from '../../../src/domain/transaction.ts'
import type { AccountRecord } from '../../../src/store/contract/directory.ts'
import type { NewEvent } from '../../../src/store/contract/ledger.ts'

/** One of the nodes on an instance; a new one at every start. */
export type Incarnation = number

/** What the nodes of an awkward store share: a database that keeps nothing when the test ends. */
export class AwkwardInstance {
  /** The database's clock, milliseconds. */
  readonly now: () => number
  readonly accounts = new Map<string, AccountRow>()
  readonly products = new Map<number, Product>()
  readonly affiliations = new Map<string, Affiliation>()
  readonly configurations = new Map<ConfigurationId, ConfigurationRow>()
  readonly secrets: SigningSecret[] = []
  /** By `subjectKey`. */
  readonly subjects = new Map<string, SubjectRow>()
  readonly names = new Map<string, { readonly eventId: EventId | null; readonly bodyHash: string }>()
  readonly events = new Map<EventId, NewEvent>()
  readonly deliveries = new Map<DeliveryId, DeliveryRow>()
  /** Subjects about which only one node may append for a moment. */
  readonly locks = new Map<string, { readonly by: Incarnation; readonly until: number }>()
  /** Subjects with their revision about which something was appended: see `append.ts`. */
  readonly tried = new Set<string>()
  #incarnations = 0

  constructor(now: () => number) {
    this.now = now
  }

  incarnate(): Incarnation {
    return ++this.#incarnations
  }
}

export interface AccountRow {
  record: AccountRecord
  version: number
}

export interface ConfigurationRow {
  configuration: Configuration
  revision: number
  health: Health
  statedLimit: StatedLimit
}

export interface SubjectRow {
  readonly revision: number
  readonly transaction: TransactionState | null
  readonly sequence: number
  readonly newestEvent: EventId | null
  /** Where no event holds it. */
  readonly document: string | null
}

export interface DeliveryRow {
  delivery: Delivery
  /** Who sends it; null: it is not claimed. */
  claimedBy: Incarnation | null
  readonly actions: PastAction[]
}
