import type { DisabledReason } from '../domain/configuration.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import type { Attempt, Delivery } from '../domain/delivery/delivery.ts'
import type { NextMove } from '../domain/delivery/retry-schedule.ts'
import type { ConfigurationId } from '../domain/ids.ts'
import type { LegacyAttemptResult, LegacyPost } from '../domain/legacy-post.ts'
import type { SlowReason } from './dispatch/dispatcher.ts'

/** What the engine tells those who watch: logs and metrics. Nothing that it does depends on an answer. */
export interface Observer {
  /** What became of an update of the platform. `event`: the one it made or named; empty when there is none to name. */
  accepted(report: {
    readonly transaction: string | null
    readonly event: string
    readonly result: 'event' | 'unchanged' | 'stale' | 'duplicate' | 'refused'
    /** How many fields its data hold that the dictionary does not know. */
    readonly unknownFields: number
  }): void
  /** One call per attempt: everything a wide log line needs, and no buyer data. */
  attempted(report: {
    readonly delivery: Delivery
    readonly attempt: Omit<Attempt, 'late' | 'counted'>
    readonly next: NextMove
    readonly outcome: Outcome
    readonly host: string
    /** Whether it used up an attempt of its series. */
    readonly counted: boolean
    /** Why its configuration is sent fewer posts than it has; null: it is not. */
    readonly slowed: SlowReason | null
    /** How many may be under way to it at once. */
    readonly laneLimit: number
  }): void
  /** A legacy post was sent again. */
  legacyAttempted(report: {
    readonly post: LegacyPost
    readonly result: LegacyAttemptResult
    readonly by: string
    readonly host: string
  }): void
  /** The process stops and waits no longer: nobody knows how the attempt went, so it uses up none and is made again. */
  cutOff(delivery: Delivery): void
  /** The same for a legacy post, which the next start gives back. */
  legacyCutOff(post: LegacyPost): void
  /** A delivery is in another state now, by what this node did. */
  moved(delivery: Delivery): void
  disabled(configuration: {
    readonly id: ConfigurationId
    readonly accountId: string
    readonly reason: DisabledReason
  }): void
  /** A replay went through one delivery. */
  replayed(result: 'sent' | 'skipped'): void
  /** Something of ours went wrong and will be tried again. `what` is one of a few words. */
  trouble(what: string, error: unknown): void
}

/** Each hears what it listens for. */
export function tellAll(observers: readonly Partial<Observer>[]): Observer {
  return {
    accepted: (report) => observers.forEach((observer) => void observer.accepted?.(report)),
    attempted: (report) => observers.forEach((observer) => void observer.attempted?.(report)),
    legacyAttempted: (report) => observers.forEach((observer) => void observer.legacyAttempted?.(report)),
    cutOff: (delivery) => observers.forEach((observer) => void observer.cutOff?.(delivery)),
    legacyCutOff: (post) => observers.forEach((observer) => void observer.legacyCutOff?.(post)),
    moved: (delivery) => observers.forEach((observer) => void observer.moved?.(delivery)),
    disabled: (configuration) => observers.forEach((observer) => void observer.disabled?.(configuration)),
    replayed: (result) => observers.forEach((observer) => void observer.replayed?.(result)),
    trouble: (what, error) => observers.forEach((observer) => void observer.trouble?.(what, error)),
  }
}
