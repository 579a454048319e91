import type { Affiliation, Product } from '../../../src/domain/account.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../../../src/domain/configuration.ts'
import type { Attempt, Delivery, PastAction } from '../../../src/domain/delivery/delivery.ts'
import type { ConfigurationId, DeliveryId, EventId, ReplayId } from '../../../src/domain/ids.ts'
import type { TransactionState } from '../../../src/domain/transaction.ts'
import type { AccountRecord } from '../../../src/store/contract/directory.ts'
import type { HourlyCount } from '../../../src/store/contract/history.ts'
import type { NewEvent } from '../../../src/store/contract/ledger.ts'
import type { Replay } from '../../../src/store/contract/work.ts'
import { Changes } from './changes.ts'

/** One of the nodes on an instance; a new one at every start. */
export type Incarnation = number

/** The data shared by the nodes of an awkward store, in memory. */
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
  /** Subjects about which only one node may append for a while. */
  readonly locks = new Map<string, { readonly by: Incarnation; readonly until: number }>()
  /** Subjects and revisions for which an entry was appended: see `append.ts`. */
  readonly tried = new Set<string>()
  readonly replays = new Map<ReplayId, Replay>()
  /** Deliveries of replays that have not arrived. */
  readonly replayPosts: ReplayPost[] = []
  readonly stats: StatsRow[] = []
  readonly duties = new Map<string, { readonly by: Incarnation; readonly until: number }>()
  readonly changes = new Changes()
  /** End of the lease of each incarnation. */
  readonly lives = new Map<Incarnation, number>()

  constructor(now: () => number) {
    this.now = now
  }

  isAlive(incarnation: Incarnation): boolean {
    return (this.lives.get(incarnation) ?? 0) > this.now()
  }
}

export interface ReplayPost {
  readonly delivery: DeliveryId
  readonly replay: ReplayId
  state: 'waiting' | 'failed'
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
  /** Time of the lane's last 2xx. */
  lastTakenAt: number | null
}

export interface SubjectRow {
  readonly revision: number
  readonly transaction: TransactionState | null
  readonly sequence: number
  readonly newestEvent: EventId | null
  /** Only if no event holds it. */
  readonly document: string | null
}

export interface DeliveryRow {
  delivery: Delivery
  /** The incarnation that sends it; null: it is not claimed. */
  claimedBy: Incarnation | null
  readonly actions: PastAction[]
  readonly attempts: Attempt[]
  /** How many leases of its claims have ended since its last recorded attempt. */
  interruptions: number
  /** Whether `begin` was called for its current claim. */
  hasBegun: boolean
  series: SeriesSoFar
}

/** The attempts of the current series. */
export interface SeriesSoFar {
  readonly urlFailures: number
  readonly uncounted: number
  readonly firstAttemptAt: number | null
}

export const newSeries: SeriesSoFar = { urlFailures: 0, uncounted: 0, firstAttemptAt: null }

export type StatsRow = HourlyCount & { readonly accountId: string }
