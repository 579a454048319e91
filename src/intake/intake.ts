import type { ErrorCode, FieldError, Refusal } from '../domain/errors.ts'
import type { UpdateId } from '../domain/ids.ts'
import type { Reported, StampedUpdate } from '../domain/update.ts'

/** How reported updates reach the engine: in groups. */
export interface Intake {
  /** From now on groups of updates are handed over, those about one subject in the order in which they were reported. */
  start(consume: (group: readonly StampedUpdate[]) => Promise<readonly Consumed[]>): Promise<void>
  /** Lets in nothing more and waits for what is under way. Twice is harmless. */
  stop(): Promise<void>
  /**
   * When it is fulfilled the update will not be lost.
   * @throws Refusal when the update cannot be accepted; nothing of it is kept then
   */
  report(update: StampedUpdate): Promise<Accepted>
  /** What became of an update that was answered as buffered; null: there is no such update, or it is too long ago. */
  find(id: UpdateId): Promise<Fate | null>
}

export type Accepted =
  | Reported
  /** It is kept, and will be decided on: ask for it by its id. */
  | { readonly kind: 'buffered'; readonly updateId: UpdateId }

/** Of a buffered update. Plain data: it outlives the process. */
export type Fate =
  | { readonly kind: 'buffered' }
  | { readonly kind: 'decided'; readonly reported: Reported }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly detail: string | null
      readonly errors: readonly FieldError[]
    }

/** What became of an update of a group. */
export type Consumed =
  | { readonly kind: 'done'; readonly reported: Reported }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** What it was decided on moved meanwhile: it comes first in the next group, and before it nothing else about its subject. */
  | { readonly kind: 'again' }
  /** Our own fault, for this update only. */
  | { readonly kind: 'broken'; readonly error: unknown }
