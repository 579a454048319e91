import type { ErrorCode, FieldError, Refusal } from '../domain/errors.ts'
import type { UpdateId } from '../domain/ids.ts'
import type { Reported, StampedUpdate } from '../domain/update.ts'

/** How reported updates reach the engine: in groups. */
export interface Intake {
  /** Starts to hand over groups of updates. Updates about one subject keep the order in which they were reported. */
  start(consume: (group: readonly StampedUpdate[]) => Promise<readonly Consumed[]>): Promise<void>
  /** Takes no more updates and waits for those under way. Twice is harmless. */
  stop(): Promise<void>
  /**
   * Once this is fulfilled the update will not be lost.
   * @throws Refusal when the update cannot be accepted; none of it is kept
   */
  report(update: StampedUpdate): Promise<Accepted>
  /** The fate of an update that was answered as buffered; null: there is no such update, or it is too old. */
  find(id: UpdateId): Promise<Fate | null>
}

export type Accepted =
  | Reported
  /** Stored, and decided later: ask for it by its id. */
  | { readonly kind: 'buffered'; readonly updateId: UpdateId }

/** The state of a buffered update. Plain data: it outlives the process. */
export type Fate =
  | { readonly kind: 'buffered' }
  | { readonly kind: 'decided'; readonly reported: Reported }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly detail: string | null
      readonly errors: readonly FieldError[]
    }

/** The result of one update of a group. */
export type Consumed =
  | { readonly kind: 'done'; readonly reported: Reported }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The state it was decided on changed before the commit. It comes first in the next group, before others about its subject. */
  | { readonly kind: 'again' }
  /** Our own fault, for this update only. */
  | { readonly kind: 'broken'; readonly error: unknown }
