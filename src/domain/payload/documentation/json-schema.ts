import type { EventName, PayloadVersion } from '../../event.ts'
import type { Json, JsonObject } from '../../text/json.ts'
import { formMediaType } from '../../text/media-type.ts'
import { dictionaryOf } from '../dictionary.ts'
import { isList, nestingMax, type Parameter } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'
import { eventTexts } from './event-text.ts'
import { sizeOf } from './size.ts'

/**
 * JSON Schema (2020-12) of a delivered body; of a form, of its decoded parameters. It holds for every reader: what only some may
 * see is never required. Unknown fields are allowed, as the format grows.
 */
export function jsonSchemaOf(event: EventName, version: PayloadVersion): JsonObject {
  const { title, meaning } = eventTexts[event]
  const { mediaType, body } = dictionaryOf(event, version)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:postback:schema:${version}:${event}`,
    title: `${title.en}, version ${version}`,
    description: meaning.en,
    ...(mediaType === formMediaType && { $comment: 'The body is a form; this is what it holds when it is decoded.' }),
    ...objectSchema(treeOf(body, '')),
  }
}

/** JSON Schema of the headers of a delivery, by name; on the wire their values are texts. */
export function headersSchemaOf(event: EventName, version: PayloadVersion): JsonObject {
  return objectSchema(treeOf(dictionaryOf(event, version).headers, ''))
}

function objectSchema(members: ReadonlyMap<string, Branch>): JsonObject {
  const required = [...members].filter(([, { parameter }]) => isPromised(parameter)).map(([key]) => key)
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries([...members].map(([key, branch]) => [key, fieldSchema(branch)])),
  }
}

function isPromised(parameter: Parameter): boolean {
  return parameter.presence.kind === 'always' && parameter.affiliate === 'yes'
}

function fieldSchema({ parameter, members }: Branch): JsonObject {
  return {
    description: parameter.description.en,
    ...contentSchema(parameter, members),
    ...(parameter.example !== null && { examples: [parameter.example] }),
    ...annotations(parameter),
  }
}

function contentSchema(parameter: Parameter, members: ReadonlyMap<string, Branch>): JsonObject {
  switch (parameter.type) {
    case 'string':
      return { type: 'string', ...textSchema(parameter) }
    case 'integer':
    case 'number':
      return { type: parameter.type, ...parameter.limit }
    case 'boolean':
      return { type: 'boolean' }
    case 'object':
      return isList(parameter)
        ? { type: 'array', ...parameter.limit, items: objectSchema(members) }
        : objectSchema(members)
    case 'open':
      return { $comment: `Any JSON, nested at most ${nestingMax} levels deep.` }
  }
}

/** An open list is told as such: a receiver that refuses a value of tomorrow loses the sale. */
function textSchema(parameter: Extract<Parameter, { readonly type: 'string' }>): JsonObject {
  if (parameter.enum) {
    return parameter.others ? { ...parameter.others, 'x-known-values': parameter.enum } : { enum: parameter.enum }
  }
  const { minLength, maxLength, orEmpty } = parameter.limit
  return { ...(minLength !== undefined && !orEmpty && { minLength }), maxLength }
}

/** The columns of the documentation that JSON Schema has no words for. */
function annotations(parameter: Parameter): Record<string, Json> {
  return {
    'x-affiliate': parameter.affiliate,
    'x-format': parameter.format.en,
    'x-size': sizeOf(parameter).en,
    'x-presence': parameter.presence.kind === 'always' ? 'always' : parameter.presence.words.en,
    ...(parameter.since !== null && { 'x-since': parameter.since }),
  }
}
