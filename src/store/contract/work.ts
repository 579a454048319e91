import type { Health } from '../../domain/configuration.ts'
import type { Attempt, Delivery, Lane } from '../../domain/delivery.ts'
import type { ConfigurationId, DeliveryId, ReplayId } from '../../domain/ids.ts'
import type { NextMove } from '../../domain/retry-schedule.ts'
import type { DeliveryFilter } from './history.ts'
import type { Body } from './ledger.ts'

/** What is delivered: claims, outcomes, and what else moves a delivery. */
export interface Work {
  /** Every lane with something queued or retrying, and when the first of it is due. */
  listLanes(): Promise<readonly LaneDue[]>
  /**
   * Moves what is due to `sending`: lane by lane as asked, of each the oldest first and at most `limit`. Nothing of a disabled
   * configuration, tests excepted, and nothing of one whose receiver asked to wait. No more is claimed of a lane once its bodies
   * come to its `bytes`, and of none once all come to `bytesMost`.
   */
  claimDueDeliveries(lanes: readonly AskedLane[], now: number, bytesMost: number): Promise<ClaimResult>
  /** Claims that are not sent wait again. Only what is still claimed by this incarnation, by (delivery, number). */
  giveBack(claims: readonly ClaimKey[], now: number): Promise<void>
  /**
   * The first outcome of (delivery, number) wins, whoever holds the claim by now. A later one is kept as evidence, and a later 2xx
   * still makes the delivery delivered and ends its open series.
   */
  record(outcomes: readonly AttemptOutcome[]): Promise<readonly RecordResult[]>
  /**
   * Gives back what incarnations hold that live no more; each calls it before its first claim. A crash uses up no attempt.
   * @param begun deliveries whose attempts this node had begun when its process before this one ended
   */
  recover(begun: readonly DeliveryId[], now: number): Promise<Recovered>
  /**
   * Whatever waits for longer than the longest possible wait was dated by a clock that ran ahead. A retry then waits from now on
   * for as long as it was to wait after its last attempt; anything else is due now, and the pause of a lane over.
   */
  bringNear(now: number, longest: LongestWaits, limit: number): Promise<BroughtNear>
  /**
   * One step of what a configuration's state entails for its deliveries: those that wait are held while it is disabled, or cancelled
   * when it is removed; those that are held are let out, by the mode, while it is being released. In the step that finds
   * nothing more to let out it becomes active, in the same unit, so that nothing can be held behind its back.
   */
  settle(id: ConfigurationId, by: string, now: number, limit: number): Promise<Settled>
  /** Configurations whose state still entails something, after a crash. */
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
  /** Creates it, or adds to its progress. Answers it as it is now: one that was cancelled or has ended stays so. */
  saveReplay(replay: Replay): Promise<Replay>
  /** false: it does not run. */
  cancelReplay(accountId: string, id: ReplayId, now: number): Promise<boolean>
  getReplay(accountId: string, id: ReplayId): Promise<Replay | null>
  listOpenReplays(): Promise<readonly Replay[]>
}

export interface LaneDue {
  readonly lane: Lane
  readonly dueAt: number
}

export interface LongestWaits {
  readonly retryMs: number
  readonly pauseMs: number
}

export interface BroughtNear {
  /** How many deliveries; pauses are not counted. */
  readonly moved: number
  readonly lanes: readonly LaneDue[]
}

export interface ClaimKey {
  readonly id: DeliveryId
  /** Of the attempt that is to be made: counts all attempts of the delivery. */
  readonly number: number
}

export interface Claim extends ClaimKey {
  readonly delivery: Delivery
  readonly body: Body
}

export interface AskedLane {
  readonly lane: Lane
  readonly limit: number
  readonly bytes: number
}

export interface ClaimResult {
  readonly claims: readonly Claim[]
  /** For each lane asked for, in that order: when the first of what is left of it is due; null: nothing is left. */
  readonly nextDueAt: readonly (number | null)[]
}

export interface Recovered {
  /** Claims given back. */
  readonly requeued: number
  /** Deliveries in the middle of an attempt at three crashes: failed, as `abandoned`, for a person to look at. */
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
