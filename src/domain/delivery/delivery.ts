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
  'superseded', // left out by a release of the latest state
  'discarded', // a release discarded the held deliveries
  'expired', // held for as long as the history is kept
] as const
export type CancelReason = (typeof cancelReasons)[number]

/** The delivery of one event to one configuration, or to a free URL in a test: what creation pins, its progress and its state. */
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
  /** Pinned: later settings do not change the content of the body. */
  readonly view: View
  readonly version: PayloadVersion
  readonly test: boolean
  /** The event was older than its subject's current state, and sent on request. */
  readonly stale: boolean
  /** Whether the token is sent: always to configurations, to a free URL only if the test asks for it. */
  readonly withHottok: boolean
  /** Only in a test to a free URL. Other deliveries read the configuration's URL at each attempt. */
  readonly freeUrl: string | null
  readonly createdAt: number
}

export interface DeliveryProgress {
  /** Pinned when the delivery is made. With `hottokAsConfigured`: whether the last attempt carried the token. */
  readonly hottokInBody: boolean
  /** Each attempt of the current series reads from the configuration whether the body carries the token. */
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
  /** The first success. A later series does not change it. */
  readonly deliveredAt: number | null
}

/** `dueAt`, milliseconds: the next attempt. */
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
 * The queue of a delivery. Each configuration has a lane, so that one receiver never delays another. The tests of an account have
 * a separate lane (null): they wait for no backlog, and are sent even to a disabled configuration.
 */
export interface Lane {
  readonly accountId: string
  readonly configurationId: ConfigurationId | null
}

export function laneOf(delivery: Pick<Delivery, 'test' | 'configurationId' | 'accountId'>): Lane {
  const { accountId, configurationId, test } = delivery
  return { accountId, configurationId: test ? null : configurationId }
}

/** One text for each lane. */
export function laneKeyOf(delivery: Pick<Delivery, 'test' | 'configurationId' | 'accountId'>): string {
  return (delivery.test ? null : delivery.configurationId) ?? `tests of ${delivery.accountId}`
}

export function laneKey(lane: Lane): string {
  return lane.configurationId ?? `tests of ${lane.accountId}`
}

/** One HTTP request of a delivery. */
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
  /** 429 or 503 with `Retry-After`: the moment until which the receiver asked to wait; null: it did not ask. */
  readonly askedUntil: number | null
  /** Whether it used up an attempt of its series. A refusal by a stated limit does not while the receiver takes other posts. */
  readonly counted: boolean
  readonly timings: Timings
  readonly url: string
  readonly responseHeaders: readonly (readonly [string, string])[]
  readonly responseBody: Uint8Array
  readonly responseTruncated: boolean
  /** Kept as evidence only: another outcome for the same attempt was recorded before. */
  readonly late: boolean
}

export const actionKinds = ['created', 'attempted', 'processed-again', 'held', 'released', 'cancelled'] as const

/** A past action on a delivery: its actor and its time. */
export interface PastAction {
  readonly at: number
  /** `postback` itself, `platform`, or the name of the actor. */
  readonly by: string
  readonly kind: (typeof actionKinds)[number]
  readonly detail: string | null
}
