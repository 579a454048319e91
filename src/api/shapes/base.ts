import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { affiliateCodePattern } from '../../domain/account.ts'
import { eventNames, payloadVersions } from '../../domain/event.ts'
import { purchaseKinds } from '../../domain/payload/families/purchase/kind.ts'
import type { IdPrefix } from '../../domain/public-ids.ts'
import { storyNames } from '../../domain/stories/stories.ts'
import type { JsonObject } from '../../domain/text/json.ts'

/** What the shapes of all resources are made of. Requests are checked, and the reference page is made, from the same ones. */

/** Unknown fields are refused, so that a typing mistake is noticed rather than ignored. */
export function closed<Properties extends TProperties>(properties: Properties, more: { description?: string } = {}) {
  return Type.Object(properties, { additionalProperties: false, ...more })
}

/** `type: [x, null]` rather than a union of two schemas: shorter to read, faster to check, and errors name one field once. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  const {
    type,
    enum: values,
    anyOf,
  } = schema as { type?: string; enum?: readonly unknown[]; anyOf?: readonly object[] }
  if (anyOf) return Type.Unsafe<Static<Schema> | null>({ ...schema, anyOf: [...anyOf, { type: 'null' }] })
  return Type.Unsafe<Static<Schema> | null>({
    ...schema,
    ...(values && { enum: [...values, null] }),
    type: [type, 'null'].flat(),
  })
}

export function oneOf<const Values extends readonly string[]>(values: Values, more: { description?: string } = {}) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: values, ...more })
}

/**
 * No control characters (NUL among them) and no half surrogate pairs: not every store, log or receiver survives them. Patterns keep
 * to what ECMAScript, RE2 and Python read alike, which have no common word for half a pair: hence a format of our own.
 */
export const withoutControls = '[^\\x00-\\x1f\\x7f-\\x9f]'
export const wellFormed = 'well-formed'

export function text(
  maxLength: number,
  more: { minLength?: number; description?: string; examples?: readonly string[] } = {},
) {
  return Type.String({
    minLength: 1,
    maxLength,
    pattern: `^${withoutControls}*$`,
    format: wellFormed,
    description: 'Text without control characters.',
    examples: ['Members area'],
    ...more,
  })
}

export const time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC, with milliseconds.' })

export const timeInput = Type.Unsafe<string | number>({
  anyOf: [{ type: 'string', maxLength: 40 }, { type: 'integer' }],
  description: 'A time: RFC 3339 with offset, or milliseconds since 1970.',
  examples: ['2026-01-15T09:00:00-03:00', 1768478400000],
})

/** The language of an answer that people read. */
export const localeQuery = Type.Optional(
  Type.String({ pattern: '^[A-Za-z0-9-]{1,35}$', description: 'BCP 47; English if absent.', examples: ['pt-BR'] }),
)

/** In a query everything is text. */
export function timeQuery(description: string) {
  return Type.String({
    minLength: 1,
    maxLength: 40,
    description: `${description} RFC 3339 with offset, or milliseconds since 1970.`,
  })
}

export const eventName = oneOf(eventNames, { description: 'Name of an event.' })
export const storyName = oneOf(storyNames, { description: 'Name of a story.' })
export const purchaseKind = oneOf(purchaseKinds, {
  description:
    'What is bought in a purchase event: something paid once, or a subscription, with its plan, subscriber and charges. Left out: single, but subscription for PURCHASE_DELAYED.',
})
export const payloadVersion = oneOf(payloadVersions, { description: 'Version of the payload.' })

export const accountId = Type.String({
  pattern: '^[A-Za-z0-9._:@-]{1,64}$',
  description: 'The platform’s own id of the account: 1 to 64 of A–Z a–z 0–9 . _ : @ -',
  examples: ['producer-4711'],
})

export const productId = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The number that payloads carry as product.id.',
})

export const affiliateCode = Type.String({
  pattern: affiliateCodePattern,
  description: 'The code in the affiliate’s hotlink: 1 to 64 of A–Z a–z 0–9 _ -',
  examples: ['Q58388177J'],
})

export const transactionCode = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  description: 'Code of the transaction: 1 to 64 of A–Z a–z 0–9 _ -',
  examples: ['HP16015479281022'],
})

/** Of reported updates. */
export const occurrence = Type.String({
  pattern: '^[A-Za-z0-9._:-]{1,64}$',
  description: 'Names a repeated DELAYED, so that it is an event again.',
  examples: ['second-reminder'],
})

export const eventId = Type.String({ format: 'uuid', description: 'Id of the event; webhook-id on the wire.' })

/** Of an id in an answer. In requests ids are plain text: a malformed one is as absent as an unknown one. */
export function id(prefix: IdPrefix) {
  return Type.String({
    pattern: `^${prefix}_[0-9a-f]{32}$`,
    description: `${prefix}_ and 32 hexadecimal digits.`,
    examples: [`${prefix}_01a2268ca6b67000a8e7bcc055d2155b`],
  })
}

/** What is kept and not decided on yet. */
export const buffered = Type.Object(
  { updateId: id('upd'), buffered: Type.Literal(true) },
  {
    title: 'BufferedUpdate',
    description: 'With a buffer in front of the store: the report is kept and will be decided on. It is not lost.',
  },
)

export function idParam(prefix: IdPrefix) {
  return closed({ id: Type.String({ description: `${prefix}_ and 32 hexadecimal digits.` }) })
}

export function listOf<Schema extends TSchema>(row: Schema) {
  return closed({
    data: Type.Array(row),
    nextCursor: nullable(Type.String({ description: 'cursor of the next page; null: there is none.' })),
  })
}

/** Any JSON object: checked by its own documentation, not here. */
export function anyObject(description: string, more: { title?: string } = {}) {
  return Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true, description, ...more })
}

export type { Static }
