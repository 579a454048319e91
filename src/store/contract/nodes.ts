import type { StatedLimit } from '../../domain/configuration.ts'
import type { Lane } from '../../domain/delivery/delivery.ts'
import type { DeliveryId } from '../../domain/ids.ts'

/** What the nodes on one store have in common: a clock, news of what was changed, and duties. */
export interface Nodes {
  /** The store's clock, which all nodes go by. */
  now(): Promise<number>
  /**
   * Until when this incarnation lives, by the store's clock: until then no other node takes what it holds. Infinite where only the end
   * of the process ends it. The store keeps lives longer than an attempt and a few renewals may take.
   * @returns null: it had ended, so `recover` gives back what it held, on any node. From this answer on the store object stands for a
   * new incarnation, and what the node holds in memory is not its own any more. A life that has ended is never renewed.
   */
  renewLife(): Promise<number | null>
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
