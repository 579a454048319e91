import type { StatedLimit } from '../../domain/configuration.ts'
import type { Lane } from '../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'

/** What the nodes on one store share: a clock, notices of changes, and duties. */
export interface Nodes {
  /** The store's clock, which all nodes use. */
  now(): Promise<number>
  /**
   * Renews the lease of this incarnation and returns its end, by the store's clock: until then no other node takes its
   * claims. Infinite if only the end of the process ends it. A lease is longer than an attempt and a few renewals may take.
   * @returns null: the lease had ended, so `recover` on any node gives back its claims. From then on the store object stands
   * for a new incarnation, and the node no longer owns the claims in its memory. A lease that has ended is never renewed.
   */
  renewLife(): Promise<number | null>
  /**
   * Calls `hear` for changes that any node has committed; those of one node in the order of its commits. A change may arrive
   * after the call that made it has returned, and more than once. A lost change causes a delay, never a loss.
   * @returns a function that ends the watch
   */
  watch(hear: (change: Change) => void): () => void
  /** Adds the account's deliveries to the changes; other accounts cost nothing. @returns a function that ends this */
  watchDeliveries(accountId: string): () => void
  /** true: no other node has this duty before `until`, even if this one dies. The node that has it renews it. */
  holdDuty(duty: string, now: number, until: number): Promise<boolean>
}

export type Change =
  /** Data that each attempt reads has changed: the account's token, its secrets, its configurations. */
  | { readonly kind: 'account'; readonly accountId: string }
  /** A delivery of the lane may be due at `at`, earlier than all times announced since the last claim read the lane. */
  | { readonly kind: 'due'; readonly lane: Lane; readonly at: number }
  /** The receiver of the lane has stated a limit, to any node. */
  | { readonly kind: 'lane'; readonly lane: Lane; readonly limit: StatedLimit }
  | { readonly kind: 'delivery'; readonly accountId: string; readonly id: DeliveryId }
  /** Changes were lost: any state in memory may be old. */
  | { readonly kind: 'missed' }
