import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { ConfigurationId, DeliveryId } from '../../domain/ids.ts'

/** Posts that failed, by what their receivers answered. */
export interface Failures {
  /** Those with most failed posts first. */
  readonly groups: readonly FailureGroup[]
  /** Failed posts by the hour in which they came, oldest first; hours without one are missing. */
  readonly failedByHour: readonly { readonly hour: number; readonly failed: number }[]
  /** false: only the newest rows were looked at, so every count is "at least". */
  readonly exact: boolean
}

/** Posts of one configuration whose last attempt had the same status. */
export interface FailureGroup {
  readonly configurationId: ConfigurationId
  /** HTTP code, 408 or -1; null: no attempt was recorded. */
  readonly status: number | null
  /** The newest that failed, or else that waits. */
  readonly newest: Delivery
  /** To its last attempt. */
  readonly answer: GivenAnswer | null
  readonly failed: number
  /** They wait for their next attempt after a failed one. */
  readonly retrying: number
  /** Processed again, or due: their attempt is under way. */
  readonly underWay: number
  /** When the oldest of them came. */
  readonly since: number
  /** The newest failed one whose sale was not refunded or disputed since. */
  readonly toTry: DeliveryId | null
  /** Of those that failed or wait: how many are the latest of their subject, not refunded or disputed since. */
  readonly latest: number
  /** How many are the latest that was sent of their subject, refunded or disputed since. */
  readonly latestRevoked: number
  readonly revoked: number
  /** The newest of them. */
  readonly revokedPosts: readonly RevokedPost[]
  /** How many need no repair any more: they are revoked, or a later post of their subject has arrived. */
  readonly settled: number
  /** false: these counts are of the newest posts only. */
  readonly allChecked: boolean
}

export interface GivenAnswer {
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
  readonly truncated: boolean
}

export interface RevokedPost {
  readonly delivery: Delivery
  /** What the transaction is now. */
  readonly status: string
}
