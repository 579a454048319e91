import type { EventName } from '../event.ts'
import type { Person } from '../payload/families/person.ts'
import type { JsonObject } from '../text/json.ts'

/** One event of a story. */
export interface Step {
  readonly event: EventName
  readonly data: JsonObject
  /** Milliseconds from the beginning of the story: when the event comes. */
  readonly after: number
}

/** Whom and what a story is about. */
export interface StoryFacts {
  readonly product: StoryProduct
  /** What is added at the checkout in the story of an order bump; the product once more if left out. */
  readonly addedProduct?: StoryProduct
  readonly producer: { readonly name: string }
  /** Who brought the buyer; nobody if left out. */
  readonly affiliate?: { readonly code: string; readonly name: string }
  /** Somebody at example.com if left out. */
  readonly buyer?: Person
  /** A whole number from 0 to 2^48, of which the codes are made: another seed, another sale. */
  readonly seed: number
  /** Milliseconds: when the story begins. */
  readonly startedAt: number
}

export interface StoryProduct {
  readonly id: number
  readonly name: string
  readonly ucode: string
}
