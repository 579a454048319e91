import type { EventName, PayloadVersion } from '../event.ts'
import type { ConfigurationId, DeliveryId, EventId } from '../ids.ts'
import type { View } from '../payload/view.ts'
import type { Outcome, Trigger } from './attempt.ts'
import type { Timings } from './reply.ts'

export const deliveryStates = ['queued', 'sending', 'delivered', 'retrying', 'failed', 'held', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const cancelReasons = [
  'manual', // a person stopped it
  'configuration removed',
  'consent withdrawn', // the affiliation no longer shares buyer data
  'superseded', // a release of the latest state left it out
  'discarded', // a release threw away what was held
  'expired', // held until the history's end
] as const
export type CancelReason = (typeof cancelReasons)[number]

/** One event on its way to one configuration, or to a free URL in a test: what is pinned when it is made, and how far it is. */
export type Delivery = PinnedDelivery & DeliveryProgress & DeliveryStanding

export interface PinnedDelivery {
  readonly id: DeliveryId
  readonly eventId: EventId
  /** null: a test to a free URL. */
  readonly configurationId: ConfigurationId | null
  readonly accountId: string
  readonly event: EventName
  readonly productId: number
  readonly transaction: string | null
  readonly subject: string
  readonly sequence: number
  /** What the body holds does not change with later settings. */
  readonly view: View
  readonly version: PayloadVersion
  readonly test: boolean
  /** The event was older than what was known of its subject, and sent on request. */
  readonly stale: boolean
  /** Whether the token is sent at all: always to configurations, to a free URL only when the person testing ticked it. */
  readonly withHottok: boolean
  /** Of a test to a free URL; otherwise the configuration's URL is read at each attempt. */
  readonly freeUrl: string | null
  readonly createdAt: number
}

export interface DeliveryProgress {
  /** As it was when the delivery was made, unless `hottokAsConfigured`; then whether the last attempt carried it. */
  readonly hottokInBody: boolean
  /** The present series was asked to carry the token in the body or not as the configuration says at each attempt. */
  readonly hottokAsConfigured: boolean
  /** 1 is automatic, or the test itself; each *Process again* opens the next. */
  readonly series: number
  /** Attempts used in the current series. */
  readonly attempts: number
  /** Attempts in all series. */
  readonly attemptsTotal: number
  readonly trigger: Trigger
  /** HTTP code of the last attempt, 408 or -1; null before the first. */
  readonly lastStatus: number | null
  readonly lastOutcome: Outcome | null
  readonly lastCause: string | null
  readonly lastAttemptAt: number | null
  /** The first success stays known, whatever comes of a later series. */
  readonly deliveredAt: number | null
}

/** `dueAt`, milliseconds: when it is tried next. */
export type DeliveryStanding =
  | { readonly state: 'queued' | 'retrying'; readonly dueAt: number; readonly cancelReason: null }
  | { readonly state: 'sending' | 'delivered' | 'failed' | 'held'; readonly dueAt: null; readonly cancelReason: null }
  | { readonly state: 'cancelled'; readonly dueAt: null; readonly cancelReason: CancelReason }

const untried = {
  series: 1,
  attempts: 0,
  attemptsTotal: 0,
  lastStatus: null,
  lastOutcome: null,
  lastCause: null,
  lastAttemptAt: null,
  deliveredAt: null,
  hottokAsConfigured: false,
} as const satisfies Partial<DeliveryProgress>

/** A delivery before its first attempt. */
export function newDelivery(
  pinned: PinnedDelivery & Omit<DeliveryProgress, keyof typeof untried>,
  standing: DeliveryStanding,
): Delivery {
  return { ...pinned, ...untried, ...standing }
}

const neither = { dueAt: null, cancelReason: null }
export const sending: DeliveryStanding = { state: 'sending', ...neither }
export const delivered: DeliveryStanding = { state: 'delivered', ...neither }
export const failed: DeliveryStanding = { state: 'failed', ...neither }
export const held: DeliveryStanding = { state: 'held', ...neither }

export function queuedAt(dueAt: number): DeliveryStanding {
  return { state: 'queued', dueAt, cancelReason: null }
}

export function retryingAt(dueAt: number): DeliveryStanding {
  return { state: 'retrying', dueAt, cancelReason: null }
}

export function cancelledFor(cancelReason: CancelReason): DeliveryStanding {
  return { state: 'cancelled', dueAt: null, cancelReason }
}

/**
 * What a delivery takes its turn in: its configuration's, so that one receiver never delays another. The tests of an account
 * have a lane of their own (null): they wait for no backlog, and go out even to a configuration that is disabled.
 */
export interface Lane {
  readonly accountId: string
  readonly configurationId: ConfigurationId | null
}

export function laneOf(delivery: Pick<Delivery, 'test' | 'configurationId' | 'accountId'>): Lane {
  const { accountId, configurationId, test } = delivery
  return { accountId, configurationId: test ? null : configurationId }
}

/** The name of a delivery's lane: one text for each lane. */
export function laneKeyOf(delivery: Pick<Delivery, 'test' | 'configurationId' | 'accountId'>): string {
  return (delivery.test ? null : delivery.configurationId) ?? `tests of ${delivery.accountId}`
}

export function laneKey(lane: Lane): string {
  return lane.configurationId ?? `tests of ${lane.accountId}`
}

/** One HTTP try. */
export interface Attempt {
  /** Counts all attempts of the delivery. */
  readonly number: number
  readonly series: number
  readonly inSeries: number
  readonly trigger: Trigger
  readonly at: number
  readonly outcome: Outcome
  readonly status: number
  readonly cause: string | null
  /** 429 or 503 with `Retry-After`: until when the receiver asked to wait; null: it did not. */
  readonly askedUntil: number | null
  /** Whether it used up one of the attempts of its series. A stated limit does not while the receiver takes others. */
  readonly counted: boolean
  readonly timings: Timings
  readonly url: string
  readonly responseHeaders: readonly (readonly [string, string])[]
  readonly responseBody: Uint8Array
  readonly responseTruncated: boolean
  /** Kept as evidence only: another outcome of the same number had been recorded before. */
  readonly late: boolean
}

export const actionKinds = ['created', 'attempted', 'processed-again', 'held', 'released', 'cancelled'] as const

/** Who or what did something to a delivery, and when. */
export interface PastAction {
  readonly at: number
  /** `postback` itself, `platform`, or whoever acted. */
  readonly by: string
  readonly kind: (typeof actionKinds)[number]
  readonly detail: string | null
}
