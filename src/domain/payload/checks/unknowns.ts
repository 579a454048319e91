import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { forEveryEvent, reportedParameters } from '../dictionary.ts'
import { isList } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'

/** A document has few fields that are news; one made of nothing else must not make a report larger than itself. */
export const unknownsMax = 20
/** A longer path is cut: keys are the platform's own, and can be as long as a body. */
const pathCharactersMax = 200

const known = forEveryEvent((event) => knownIn(treeOf(reportedParameters[event], 'data')))
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

/** A field as each value of each event is compared with it: what does not depend on the value is worked out once. */
interface Known {
  readonly path: string
  /** The values that are listed of a field which may hold others; null: any value is as good as another. */
  readonly values: ReadonlySet<string> | null
  readonly isList: boolean
  /** Of an object, or of the entries of a list; null: there is nothing to look into. */
  readonly members: ReadonlyMap<string, Known> | null
}

function knownIn(branches: ReadonlyMap<string, Branch>): ReadonlyMap<string, Known> {
  return new Map(Array.from(branches, ([key, branch]) => [key, knownOf(branch)]))
}

function knownOf({ parameter, members }: Branch): Known {
  // An empty text is what platforms send for a thing that they did not collect.
  const values = parameter.type === 'string' && parameter.others ? new Set([...parameter.enum, '']) : null
  const looksInside = parameter.type !== 'string' && (members.size > 0 || isList(parameter))
  return { path: parameter.path, values, isList: isList(parameter), members: looksInside ? knownIn(members) : null }
}

function lookInto(found: Found, members: ReadonlyMap<string, Known>, object: JsonObject, path: string) {
  for (const key in object) {
    const field = members.get(key)
    if (field === undefined) note(found, `${path}.${key}`, null)
    else if (field.values !== null) {
      const value = object[key]
      if (typeof value === 'string' && !field.values.has(value)) note(found, field.path, value)
    } else if (field.members !== null) lookBelow(found, field, field.members, object[key] ?? null)
  }
}

function lookBelow(found: Found, field: Known, members: ReadonlyMap<string, Known>, value: Json) {
  if (!field.isList) {
    if (isJsonObject(value)) lookInto(found, members, value, field.path)
  } else if (Array.isArray(value)) {
    for (const entry of value) if (isJsonObject(entry)) lookInto(found, members, entry, field.path)
  }
}

function note(found: Found, path: string, value: string | null) {
  found.unknowns ??= new Map()
  if (found.unknowns.size >= unknownsMax) return
  const field = path.slice(0, pathCharactersMax).toWellFormed()
  found.unknowns.set(`${field}\n${value ?? ''}`, { field, value })
}
