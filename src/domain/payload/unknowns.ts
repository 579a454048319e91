import type { EventName } from '../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { forEveryEvent, reportedParameters } from './dictionary.ts'
import { isList, type Parameter } from './parameter.ts'
import { type Branch, treeOf } from './tree.ts'

/** A document has few fields that are news; one made of nothing else must not make a report larger than itself. */
export const unknownsMax = 20
/** A longer path is cut: keys are the platform's own, and can be as long as a body. */
const pathCharactersMax = 200

const known = forEveryEvent((event) => treeOf(reportedParameters[event], 'data'))
const none: readonly Unknown[] = []

/** What the dictionary does not know: a field, or a value of a field whose values it lists. */
export interface Unknown {
  /** As the dictionary writes paths: `data.purchase.gift`, `data.commissions[].tax`. */
  readonly field: string
  /** The value of a known field; null: the field itself is unknown, and what it holds is not looked at. */
  readonly value: string | null
}

/** What the data of an event hold that the dictionary does not know; each comes once. Free texts are never among it. */
export function unknownsOf(event: EventName, data: JsonObject): readonly Unknown[] {
  const found: Found = { unknowns: null }
  lookInto(found, known[event], data, 'data')
  return found.unknowns ? [...found.unknowns.values()] : none
}

/** Made only when there is something: most documents hold nothing unknown, and each event is looked through. */
interface Found {
  unknowns: Map<string, Unknown> | null
}

function lookInto(found: Found, members: ReadonlyMap<string, Branch>, object: JsonObject, path: string) {
  for (const key in object) {
    const branch = members.get(key)
    if (branch === undefined) note(found, `${path}.${key}`, null)
    else lookAt(found, branch, object[key] ?? null)
  }
}

function lookAt(found: Found, { parameter, members }: Branch, value: Json) {
  if (parameter.type === 'string') {
    if (isUnknownValue(parameter, value)) note(found, parameter.path, value)
  } else if (!isList(parameter)) {
    if (members.size > 0 && isJsonObject(value)) lookInto(found, members, value, parameter.path)
  } else if (Array.isArray(value)) {
    for (const entry of value) if (isJsonObject(entry)) lookInto(found, members, entry, parameter.path)
  }
}

type TextParameter = Extract<Parameter, { readonly type: 'string' }>

/** An empty text is what platforms send for a thing that they did not collect. */
function isUnknownValue({ enum: values, others }: TextParameter, value: Json): value is string {
  return others !== undefined && typeof value === 'string' && value !== '' && !values.includes(value)
}

function note(found: Found, path: string, value: string | null) {
  found.unknowns ??= new Map()
  if (found.unknowns.size >= unknownsMax) return
  const field = path.slice(0, pathCharactersMax).toWellFormed()
  found.unknowns.set(`${field}\n${value ?? ''}`, { field, value })
}
