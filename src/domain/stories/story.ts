import type { EventName } from '../event.ts'
import type { Person } from '../payload/families/person.ts'
import type { JsonObject } from '../text/json.ts'

/** One event of a story. */
export interface Step {
  readonly event: EventName
  readonly data: JsonObject
  /** When the event happens: milliseconds from the beginning of the story. */
  readonly after: number
}

/** The people and products of a story. */
export interface StoryFacts {
  readonly product: StoryProduct
  /** The product added at the checkout in the order-bump story; if left out, the same product again. */
  readonly addedProduct?: StoryProduct
  readonly producer: { readonly name: string }
  /** The affiliate who brought the buyer; none if left out. */
  readonly affiliate?: { readonly code: string; readonly name: string }
  /** If left out, a person at example.com. */
  readonly buyer?: Person
  /** An integer from 0 to 2^48 from which the codes are made: each seed gives another sale. */
  readonly seed: number
  /** Milliseconds: when the story begins. */
  readonly startedAt: number
}

export interface StoryProduct {
  readonly id: number
  readonly name: string
  readonly ucode: string
}
