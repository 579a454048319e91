import type { Health } from '../../domain/configuration.ts'
import type { Attempt, Delivery, Lane } from '../../domain/delivery/delivery.ts'
import type { NextMove } from '../../domain/delivery/retry-schedule.ts'
import type { ConfigurationId, DeliveryId, ReplayId } from '../../domain/ids.ts'
import type { DeliveryFilter, DeliveryPage } from './history.ts'
import type { Body } from './ledger.ts'

/** Delivering: claims, outcomes, and all other changes of a delivery's state. */
export interface Work {
  /**
   * Takes due deliveries and moves them to `sending`: account by account in turn, within an account lane by lane, within a
   * lane the oldest first. Except for tests, it takes none from a disabled configuration and none from one whose receiver
   * asked to wait. A first attempt waits while an earlier delivery of its (configuration, subject) is untried; tests have no
   * such order. A delivery that this node has claimed does not block later ones, since a node keeps the order of its own
   * claims.
   */
  claim(request: ClaimRequest): Promise<Claimed>
  /**
   * Returns unsent claims to the state in which they waited; they are held or cancelled if their configuration is disabled or
   * removed. Affects only (delivery, number) pairs that this incarnation still holds.
   */
  giveBack(claims: readonly ClaimKey[], now: number): Promise<void>
  /**
   * All claims of this incarnation, so that a node can give back those whose answer was lost. Empty where an answer is lost only
   * with the process.
   */
  listClaims(): Promise<readonly ClaimKey[]>
  /**
   * The first outcome of (delivery, number) wins, even if another incarnation holds the claim by now. A later one is kept as
   * evidence, and a later 2xx still makes the delivery delivered and ends its open series.
   */
  record(outcomes: readonly AttemptOutcome[]): Promise<readonly RecordResult[]>
  /**
   * Notes the start of an attempt whose claim was interrupted twice: if it is interrupted again, `recover` sets the delivery
   * aside. Only while this incarnation holds the claim. Writes nothing if the node itself records which attempts had begun.
   */
  begin(claim: ClaimKey): Promise<void>
  /**
   * Gives back the claims of incarnations that have ended. Each incarnation calls it before its first claim; where leases
   * end, also after each renewal. A recovered claim uses up no attempt and counts as an interruption. With a single process
   * only attempts that had begun count. On a shared store every claim of the ended incarnation counts, because only its
   * machine knows which attempts had begun, and that machine may be gone.
   * @param begun deliveries whose attempts this node had begun when its previous process ended; those given back already are
   * skipped. Ids are enough: a delivery has one claim, and a recorded one has another claim or none. A shared store uses only
   * `begin`
   */
  recover(begun: readonly DeliveryId[], now: number): Promise<Recovered>
  /**
   * Repairs due times from a clock that ran ahead: those further away than the longest possible wait. A retry then waits from
   * now as long as it had to wait after its last attempt; all other deliveries are due now, and the pause of a lane ends.
   * @returns how many deliveries were moved
   */
  bringNear(now: number, longest: LongestWaits, limit: number): Promise<number>
  /**
   * One step of applying a configuration's state to its deliveries: waiting ones are held while it is disabled, or cancelled
   * when it is removed; held ones are let out while it is being released, according to the mode of the release. The step that
   * finds no more held deliveries makes the configuration active in the same unit, so that none can be held in between.
   * Several nodes may settle one configuration: each delivery is moved once.
   * @param by the recorded author of holding and cancelling; a release is recorded for the person who enabled the configuration
   */
  settle(id: ConfigurationId, by: string, now: number, limit: number): Promise<Settled>
  /** After a crash: configurations whose held deliveries still need `settle`. `claim` finds those that have due deliveries. */
  listUnfinished(): Promise<readonly { configurationId: ConfigurationId; accountId: string }[]>
  /** A new series of attempts, due at once. null: there is no such delivery. */
  openSeries(
    accountId: string,
    id: DeliveryId,
    by: string,
    now: number,
    options?: SeriesOptions,
    replay?: ReplayStep | null,
  ): Promise<Delivery | SeriesRefusal | null>
  /** Cancels a waiting or held delivery. A claimed one must be given back first. null: there is no such delivery. */
  cancel(
    accountId: string | null,
    id: DeliveryId,
    reason: 'manual' | 'consent withdrawn',
    by: string,
    now: number,
  ): Promise<Delivery | 'not_cancellable' | null>
  /** Creates the replay or replaces its progress. Returns it as stored: a cancelled or ended replay stays so. */
  saveReplay(replay: Replay): Promise<Replay>
  /** false: it is not running. */
  cancelReplay(accountId: string, id: ReplayId, now: number): Promise<boolean>
  getReplay(accountId: string, id: ReplayId): Promise<Replay | null>
  listOpenReplays(): Promise<readonly Replay[]>
  /** Deliveries that the replay processed again and that have failed since, oldest first, with their buyers. */
  listReplayFailures(
    accountId: string,
    id: ReplayId,
    page: { readonly after: DeliveryId | null; readonly limit: number },
  ): Promise<DeliveryPage>
}

export interface LongestWaits {
  readonly retryMs: number
  readonly pauseMs: number
}

export interface ClaimKey {
  readonly id: DeliveryId
  /** Number of the attempt to make: counts all attempts of the delivery. */
  readonly number: number
}

export interface Claim extends ClaimKey {
  readonly delivery: Delivery
  readonly body: Body
  /** Since the last recorded attempt or request by a person: see `recover`. From two on, its attempt starts with `begin`. */
  readonly interruptions: number
}

export interface ClaimRequest {
  readonly now: number
  /** Limit for all lanes. Claiming stops when the bodies reach `bytesMost`. */
  readonly most: number
  readonly bytesMost: number
  /** Limit for one lane's turn. The turn also ends when its bodies reach `bytesPerTurn`. */
  readonly perTurn: number
  readonly bytesPerTurn: number
  /**
   * How many more deliveries this node can take now. Both maps may be large, and may be read at any moment of the call. 0:
   * the lane is full or paused on this node. A lane that is absent has room for `perLane`, an absent account for
   * `perAccount`.
   */
  readonly lanes: ReadonlyMap<string, LaneRoom>
  readonly accounts: ReadonlyMap<string, AccountRoom>
  readonly perLane: number
  readonly perAccount: AccountRoom
  /**
   * `start` begins a round; otherwise the place where the previous call ended. A lane leaves the round when it has no more.
   * Turns belong to this node, which may keep them in memory. A store without such memory gives each lane one turn in a
   * round, in the order of accounts and lanes: from the first one at `start`, else from the one after this place, which
   * itself may be gone by now.
   */
  readonly after: ClaimPlace | 'start'
}

export interface LaneRoom {
  readonly room: number
  /** Whether its receiver has answered lately. false for a lane unknown to this node. */
  readonly answers: boolean
}

/** Room of an account: for lanes whose receivers answer, and for the others. */
export interface AccountRoom {
  readonly answering: number
  readonly silent: number
}

export interface ClaimPlace {
  readonly accountId: string
  readonly lane: Lane
}

export interface Claimed {
  readonly claims: readonly Claim[]
  /** Lanes of these claims that have more, and since when it has been due. */
  readonly left: readonly LaneDue[]
  /** A call examines a bounded number of lanes: the caller continues from here. `end`: each lane has had its turn. */
  readonly last: ClaimPlace | 'end'
  /**
   * When the first delivery left in all lanes is due; in the past if there was no room for it. null: none is left. A due
   * delivery that cannot be sent (it waits to be settled, or for an attempt on another node) counts as due a moment later, so
   * that the caller does not ask in a tight loop.
   */
  readonly nextDueAt: number | null
  /** Configurations that have due deliveries and a state in which they are not sent: they need `settle`. */
  readonly toSettle: readonly { readonly configurationId: ConfigurationId; readonly accountId: string }[]
}

export interface LaneDue {
  readonly lane: Lane
  readonly dueAt: number
}

export interface Recovered {
  /** Claims given back. */
  readonly requeued: number
  /** Deliveries interrupted twice and then again during an attempt: failed as `abandoned`, for a person to look at. */
  readonly abandoned: readonly DeliveryId[]
}

export interface AttemptOutcome {
  readonly delivery: Delivery
  readonly attempt: Omit<Attempt, 'late' | 'counted'>
  /** What follows if the attempt counts. One that does not count (see `refusalCounts`) is retried after the lane's pause. */
  readonly next: NextMove
  readonly blamesUrl: boolean
  /** Whether the attempt counts for the configuration's health and the account's figures. */
  readonly counts: boolean
  /** The receiver stated a limit: its lane pauses. Such a refusal never counts for health. */
  readonly statedLimit: { readonly pausedUntil: number; readonly perSecond: number } | null
}

export type RecordResult =
  | {
      readonly kind: 'recorded'
      /** As people see it, like each delivery that the store returns: in a paused lane it is due when the pause ends. */
      readonly delivery: Delivery
      /** Whether it used up an attempt of its series. */
      readonly counted: boolean
      readonly health: Health | null
      /** Whether every attempt of the series failed because of the URL, and when the first one was made. */
      readonly allBlameUrl: boolean
      readonly firstAttemptAt: number
    }
  /** `delivery`: its new state, if a late 2xx made it delivered; null: unchanged. */
  | { readonly kind: 'late'; readonly delivery: Delivery | null }
  /** Our own fault, for this item only: it is not recorded, and its delivery is still claimed. */
  | { readonly kind: 'broken'; readonly error: unknown }

export interface Settled {
  /** Whether no work is left. */
  readonly done: boolean
  /** How many deliveries were let out: they are due. */
  readonly released: number
}

/** Error codes of the reasons. */
export type SeriesRefusal = 'series_open' | 'configuration_disabled' | 'configuration_removed'

export interface SeriesOptions {
  /** Whether its attempts carry the token in the body as configured at that time, instead of as the last attempt did. */
  readonly hottokAsConfigured: boolean
}

/** The progress of a replay with this delivery, kept in the commit that opens the series. */
export interface ReplayStep {
  readonly id: ReplayId
  readonly done: number
  readonly skipped: number
}

export interface Replay extends SeriesOptions {
  readonly id: ReplayId
  readonly accountId: string
  readonly filter: DeliveryFilter
  readonly mode: 'all' | 'latest'
  /** Leaves out what was refunded, charged back, disputed, cancelled or expired since. */
  readonly skipsRevoked: boolean
  readonly state: 'running' | 'ended' | 'cancelled'
  readonly total: number
  readonly done: number
  readonly skipped: number
  /**
   * What became of those that it processed again; all null: it began before this was counted. A delivery that has failed and
   * arrives later counts as arrived. One that was cancelled counts as failed. `openSeries` and the ends of deliveries change them,
   * `saveReplay` never does.
   */
  readonly arrived: number | null
  readonly waiting: number | null
  readonly failed: number | null
  readonly cursor: DeliveryId | null
  /** The last delivery of the replay, so that it never replays deliveries created after its start. */
  readonly upTo: DeliveryId
  readonly by: string
  readonly createdAt: number
  readonly endedAt: number | null
}
