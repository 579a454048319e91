import type { Outcome, Trigger } from './attempt.ts'
import type { EventName, PayloadVersion } from './event.ts'
import type { ConfigurationId, DeliveryId, EventId } from './ids.ts'
import type { View } from './payload/view.ts'
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

/** One event on its way to one configuration, or to a free URL in a test. */
export interface Delivery {
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
  /** Pinned when matched: what the body holds does not change with later settings. */
  readonly view: View
  readonly version: PayloadVersion
  /** Pinned too, unless `hottokAsConfigured`; then whether the last attempt carried it. */
  readonly hottokInBody: boolean
  /** The present series was asked to carry the token in the body or not as the configuration says at each attempt. */
  readonly hottokAsConfigured: boolean
  readonly test: boolean
  /** The event was older than what was known of its subject, and sent on request. */
  readonly stale: boolean
  /** Whether the token is sent at all: always to configurations, to a free URL only when the person testing ticked it. */
  readonly withHottok: boolean
  /** Of a test to a free URL; otherwise the configuration's URL is read at each attempt. */
  readonly freeUrl: string | null
  readonly state: DeliveryState
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
  /** Milliseconds: when it is tried next, while queued or retrying. */
  readonly dueAt: number | null
  readonly deliveredAt: number | null
  readonly cancelReason: CancelReason | null
  readonly createdAt: number
}

/** What is said of a delivery when it is made. */
export type DeliveryStart = Omit<Delivery, keyof typeof untried>

const untried = {
  series: 1,
  attempts: 0,
  attemptsTotal: 0,
  lastStatus: null,
  lastOutcome: null,
  lastCause: null,
  lastAttemptAt: null,
  deliveredAt: null,
  cancelReason: null,
  hottokAsConfigured: false,
} as const satisfies Partial<Delivery>

/** A delivery before its first attempt. */
export function newDelivery(start: DeliveryStart): Delivery {
  return { ...start, ...untried }
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
