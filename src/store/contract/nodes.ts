import type { StatedLimit } from '../../domain/configuration.ts'
import type { Lane } from '../../domain/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'

/** What the nodes on one store have in common: a clock, news of what was changed, and duties. */
export interface Nodes {
  /** The store's clock, which all nodes go by. */
  now(): Promise<number>
  /**
   * What was committed, whichever node did it; of one node in the order of its commits. It may be heard after the call was answered
   * that made it, and more than once. Losing a change delays something and loses nothing.
   * @returns what ends it
   */
  watch(hear: (change: Change) => void): () => void
  /** From now on deliveries of the account are among the changes; those of others cost nothing. @returns what ends it */
  watchDeliveries(accountId: string): () => void
  /** true: until `until` no other node has this duty, even when this one dies. The one that has it renews it. */
  holdDuty(duty: string, now: number, until: number): Promise<boolean>
}

export type Change =
  /** Something that is read at each attempt: its token, its secrets, its configurations. */
  | { readonly kind: 'account'; readonly accountId: string }
  /** Something of the lane may be due then, earlier than all that was told since a claim looked at it. */
  | { readonly kind: 'due'; readonly lane: Lane; readonly at: number }
  /** The receiver of the lane has stated a limit, to whichever node. */
  | { readonly kind: 'lane'; readonly lane: Lane; readonly limit: StatedLimit }
  | { readonly kind: 'delivery'; readonly accountId: string; readonly id: DeliveryId }
  /** Changes were lost: whatever is kept in memory may be old. */
  | { readonly kind: 'missed' }
