import type { Health } from '../../domain/configuration.ts'
import type { Attempt, Delivery, Lane } from '../../domain/delivery/delivery.ts'
import type { NextMove } from '../../domain/delivery/retry-schedule.ts'
import type { ConfigurationId, DeliveryId, ReplayId } from '../../domain/ids.ts'
import type { DeliveryFilter } from './history.ts'
import type { Body } from './ledger.ts'

/** What is delivered: claims, outcomes, and what else moves a delivery. */
export interface Work {
  /**
   * Takes what is due and moves it to `sending`: account by account in turn, within an account lane by lane, of each lane the oldest
   * first. Nothing of a disabled configuration, tests excepted, and nothing of one whose receiver asked to wait. A first
   * attempt is not taken before an earlier accepted one of its (configuration, subject) that is untried; tests have no such order.
   * One that this node has claimed does not hold up the next, since a node keeps the order of what it has.
   */
  claim(request: ClaimRequest): Promise<Claimed>
  /**
   * Claims that are not sent wait again, as before; they are held or cancelled where their configuration is disabled or removed.
   * Only what is still claimed by this incarnation, by (delivery, number).
   */
  giveBack(claims: readonly ClaimKey[], now: number): Promise<void>
  /**
   * What this incarnation holds, so that a node can give back what it does not know: the answer that told of it was lost. Nothing where
   * an answer is lost only with the process.
   */
  listClaims(): Promise<readonly ClaimKey[]>
  /**
   * The first outcome of (delivery, number) wins, whoever holds the claim by now. A later one is kept as evidence, and a later 2xx
   * still makes the delivery delivered and ends its open series.
   */
  record(outcomes: readonly AttemptOutcome[]): Promise<readonly RecordResult[]>
  /**
   * The attempt of a claim that was interrupted twice begins: if it is interrupted again, `recover` sets it aside. Only while it is this
   * incarnation's. Without a trace where the node itself knows at the next start what had begun.
   */
  begin(claim: ClaimKey): Promise<void>
  /**
   * Gives back what incarnations hold that live no more; each calls it before its first claim, and after each renewal of a life that
   * ends. It uses up no attempt, and counts as an interruption: of one process, of what had begun; on a shared store, where only a
   * machine that may be gone knows what had begun, of every claim of the life that has ended.
   * @param begun deliveries whose attempts this node had begun when its process before this one ended; what was given back already
   * is passed over. Ids are enough: a delivery has one claim, and one that was recorded has another or none. A shared store goes by
   * `begin` alone
   */
  recover(begun: readonly DeliveryId[], now: number): Promise<Recovered>
  /**
   * Whatever waits for longer than the longest possible wait was dated by a clock that ran ahead. A retry then waits from now on
   * for as long as it was to wait after its last attempt; anything else is due now, and the pause of a lane over.
   * @returns how many deliveries were moved
   */
  bringNear(now: number, longest: LongestWaits, limit: number): Promise<number>
  /**
   * One step of what a configuration's state entails for its deliveries: those that wait are held while it is disabled, or cancelled
   * when it is removed; those that are held are let out, by the mode, while it is being released. In the step that finds
   * nothing more to let out it becomes active, in the same unit, so that nothing can be held behind its back. Several nodes may
   * settle one configuration: each delivery is moved once.
   * @param by who is said to have held or cancelled; what a release moves is by the one who enabled the configuration
   */
  settle(id: ConfigurationId, by: string, now: number, limit: number): Promise<Settled>
  /** Configurations whose state entails something for what they hold, after a crash. What has something due is found by `claim`. */
  listUnfinished(): Promise<readonly { configurationId: ConfigurationId; accountId: string }[]>
  /** A new series of attempts, due at once. null: there is no such delivery. */
  openSeries(
    accountId: string,
    id: DeliveryId,
    by: string,
    now: number,
    options?: SeriesOptions,
  ): Promise<Delivery | SeriesRefusal | null>
  /** What waits, or is held. A claimed delivery is not cancelled: its claim is given back first. null: there is no such delivery. */
  cancel(
    accountId: string | null,
    id: DeliveryId,
    reason: 'manual' | 'consent withdrawn',
    by: string,
    now: number,
  ): Promise<Delivery | 'not_cancellable' | null>
  /** Creates it, or puts this progress in the place of what was known. Answers it as it is now: one that was cancelled or has ended stays so. */
  saveReplay(replay: Replay): Promise<Replay>
  /** false: it does not run. */
  cancelReplay(accountId: string, id: ReplayId, now: number): Promise<boolean>
  getReplay(accountId: string, id: ReplayId): Promise<Replay | null>
  listOpenReplays(): Promise<readonly Replay[]>
}

export interface LongestWaits {
  readonly retryMs: number
  readonly pauseMs: number
}

export interface ClaimKey {
  readonly id: DeliveryId
  /** Of the attempt that is to be made: counts all attempts of the delivery. */
  readonly number: number
}

export interface Claim extends ClaimKey {
  readonly delivery: Delivery
  readonly body: Body
  /** Since its last attempt that was recorded, or the wish of a person: see `recover`. From two on its attempt begins with `begin`. */
  readonly interruptions: number
}

export interface ClaimRequest {
  readonly now: number
  /** Of all lanes. No more is claimed once the bodies come to `bytesMost`. */
  readonly most: number
  readonly bytesMost: number
  /** Of one lane, before the next one has its turn; and until its bodies come to `bytesPerTurn`. */
  readonly perTurn: number
  readonly bytesPerTurn: number
  /**
   * How many more this node can take now. Both maps may be large, and may be read at any moment of the call: 0 is a lane that is
   * full or paused here. A lane that is not among them has room for `perLane`, an account for `perAccount`.
   */
  readonly lanes: ReadonlyMap<string, LaneRoom>
  readonly accounts: ReadonlyMap<string, AccountRoom>
  readonly perLane: number
  readonly perAccount: AccountRoom
  /**
   * `start` begins a round, in which each lane is passed once it has no more; else where the call before it ended. Turns are this
   * node's own: what they are may be remembered in its memory. A store that remembers none gives each lane one turn in a round, in the order
   * of accounts and lanes: of the first one at `start`, else of the one that comes after this place, though it may be gone by now.
   */
  readonly after: ClaimPlace | 'start'
}

export interface LaneRoom {
  readonly room: number
  /** Whether its receiver has answered lately. Of one that is not known here it has not. */
  readonly answers: boolean
}

/** Of an account: for lanes whose receivers answer, and for others. */
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
  /** Lanes of these that have more, and since when it has been due. */
  readonly left: readonly LaneDue[]
  /** A bounded number of lanes is looked at: the caller goes on from here. `end`: each has had its turn. */
  readonly last: ClaimPlace | 'end'
  /**
   * When the first of what is left in all lanes is due; past if there was no room for it. null: there is nothing. What is due and
   * cannot be sent (it waits to be settled, or for an attempt on another node) counts from a moment later: nobody asks in a loop.
   */
  readonly nextDueAt: number | null
  /** Configurations that have something due, and a state in which it is not sent: `settle` is what they need. */
  readonly toSettle: readonly { readonly configurationId: ConfigurationId; readonly accountId: string }[]
}

export interface LaneDue {
  readonly lane: Lane
  readonly dueAt: number
}

export interface Recovered {
  /** Claims given back. */
  readonly requeued: number
  /** Deliveries that were interrupted twice, and then in the middle of an attempt: failed, as `abandoned`, for a person to look at. */
  readonly abandoned: readonly DeliveryId[]
}

export interface AttemptOutcome {
  readonly delivery: Delivery
  readonly attempt: Omit<Attempt, 'late' | 'counted'>
  /** What follows if the attempt counts. One that does not (see `refusalCounts`) comes again when the lane's pause is over. */
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
      /** As people see it, here and wherever else one is told: what waits in a paused lane is due when the pause is over. */
      readonly delivery: Delivery
      /** Whether it used up an attempt of its series. */
      readonly counted: boolean
      readonly health: Health | null
      /** Of the series: whether every attempt failed for the URL itself, and when the first was made. */
      readonly allBlameUrl: boolean
      readonly firstAttemptAt: number
    }
  /** `delivery`: as it is now, when a late 2xx has made it delivered; null: nothing of it has changed. */
  | { readonly kind: 'late'; readonly delivery: Delivery | null }
  /** Our own fault, for this item only: nothing of it is recorded, and its delivery is still claimed. */
  | { readonly kind: 'broken'; readonly error: unknown }

export interface Settled {
  /** Whether there is nothing left to do. */
  readonly done: boolean
  /** How many were let out: they are due. */
  readonly released: number
}

/** Codes of the errors that say why. */
export type SeriesRefusal = 'series_open' | 'configuration_disabled' | 'configuration_removed'

export interface SeriesOptions {
  /** Whether its attempts carry the token in the body as the configuration says then, rather than as the last attempt did. */
  readonly hottokAsConfigured: boolean
}

export interface Replay extends SeriesOptions {
  readonly id: ReplayId
  readonly accountId: string
  readonly filter: DeliveryFilter
  readonly mode: 'all' | 'latest'
  readonly state: 'running' | 'ended' | 'cancelled'
  readonly total: number
  readonly done: number
  readonly skipped: number
  readonly cursor: DeliveryId | null
  /** Only deliveries up to this one, so that a replay never chases its own tail. */
  readonly upTo: DeliveryId
  readonly by: string
  readonly createdAt: number
  readonly endedAt: number | null
}
