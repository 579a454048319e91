import type { EventName, PayloadVersion } from '../event.ts'
import type { LocalText } from './local-text.ts'

/**
 * One field of a payload. Input checks, rendering, the documentation tab, JSON Schema and examples are all derived from these
 * records, so documentation and behaviour cannot drift apart.
 */
export type Parameter = Content & {
  /** From the top of the body: `data.buyer.email`; `[]` marks a list: `data.commissions[].value`. For a header, its name. */
  readonly path: string
  readonly format: LocalText
  readonly description: LocalText
  readonly presence: Presence
  readonly affiliate: AffiliateRule
  /** When the format got the field: a version or a date; null: from the beginning. */
  readonly since: string | null
  /** The events to which the field belongs; others never carry it. Either `only` or `except` is given, not both. */
  readonly only?: readonly EventName[]
  readonly except?: readonly EventName[]
  /** Events that carry the field only if it is reported with them: the value of an earlier update is left out. */
  readonly notCarriedInto?: readonly EventName[]
  /** The versions that use the field; all if left out. */
  readonly versions?: readonly PayloadVersion[]
  readonly input: InputRule
}

/** What a field holds. `sizeOf` puts the limits into words, so that checks and documentation always agree. */
export type Content =
  | {
      readonly type: 'string'
      readonly limit: TextLimit
      readonly enum?: never
      readonly others?: never
      readonly example: string | null
    }
  | {
      readonly type: 'string'
      readonly limit?: never
      /** The known values. */
      readonly enum: readonly string[]
      /** The limit of unknown values, which pass and are counted. Absent: the list is closed. */
      readonly others?: TextLimit
      /** The values of a closed list that are accepted on input, if they are more than `enum`. */
      readonly accepts?: readonly string[]
      readonly example: string | null
    }
  | { readonly type: 'integer' | 'number'; readonly limit: NumberLimit; readonly example: number | null }
  | { readonly type: 'boolean'; readonly example: boolean | null }
  /** With a path that ends in `[]`: a list of objects, at most as many as the limit. */
  | { readonly type: 'object'; readonly limit?: ListLimit; readonly example: null }
  /** Any JSON: a field whose structure is not published. */
  | { readonly type: 'open'; readonly example: null }

/** Lengths count characters (Unicode code points), as JSON Schema does. */
export interface TextLimit {
  readonly minLength?: number
  readonly maxLength: number
  /** An empty text passes below `minLength` too: platforms send it for values that they did not collect. */
  readonly orEmpty?: boolean
  /** A moment: every form of ISO 8601 with a zone is accepted, and sent as `2026-01-15T12:00:00Z`. */
  readonly isMoment?: boolean
}
export interface NumberLimit {
  readonly minimum: number
  readonly maximum: number
  /** The value sent is rounded down to a multiple of this; any number is accepted on input. */
  readonly multipleOf?: number
}
export interface ListLimit {
  readonly maxItems: number
}

/**
 * `always` is a promise: the JSON Schema requires the field if every reader may see it. `usual`: Hotmart always sends the
 * field, so receivers count on it; a platform that leaves it out gets a notice.
 */
export type Presence =
  | { readonly kind: 'always' }
  | { readonly kind: 'when'; readonly words: LocalText; readonly usual?: true }

/** Which affiliates of the sale get the field, besides the producer: all, only those allowed to see the buyer, or none. */
export type AffiliateRule = 'yes' | 'with-buyer-data' | 'no'

/** For the platform: must be given; may be given; may be left out, since Postback can derive it. */
export type InputRule = 'required' | 'optional' | 'derived'

/** Deeper documents are refused: real payloads are far from it, and code that reads documents may recurse. */
export const nestingMax = 32

export function belongsTo(parameter: Parameter, event: EventName, version: PayloadVersion): boolean {
  if (parameter.versions && !parameter.versions.includes(version)) return false
  if (parameter.only) return parameter.only.includes(event)
  return !parameter.except?.includes(event)
}

export function isList(parameter: Parameter): boolean {
  return parameter.path.endsWith('[]')
}
