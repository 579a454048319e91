import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { forEveryEvent, reportedParameters } from '../dictionary.ts'
import { isList } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'

/** Real documents have few unknown fields. A hostile one must not make a report larger than itself. */
export const unknownsMax = 20
/** A longer path is cut: unknown keys can be as long as a body. */
const pathCharactersMax = 200

const known = forEveryEvent((event) => knownIn(treeOf(reportedParameters[event], 'data')))
const none: readonly Unknown[] = []

/** An unknown field, or an unknown value of a field whose values the dictionary lists. */
export interface Unknown {
  /** A path in the form of the dictionary: `data.purchase.gift`, `data.commissions[].tax`. */
  readonly field: string
  /** The value of a known field; null: the field itself is unknown, and its value is not looked at. */
  readonly value: string | null
}

/** The unknown fields and values in the data of an event, each once. Free texts are never among them. */
export function unknownsOf(event: EventName, data: JsonObject): readonly Unknown[] {
  const found: Found = { unknowns: null }
  lookInto(found, known[event], data, 'data')
  return found.unknowns ? [...found.unknowns.values()] : none
}

/** The map is made on the first find: every event is checked, and most hold nothing unknown. */
interface Found {
  unknowns: Map<string, Unknown> | null
}

/** A known field, prepared once: every value of every event is compared with it. */
interface Known {
  readonly path: string
  /** The listed values of a field that may hold others; null: its values are not compared. */
  readonly values: ReadonlySet<string> | null
  readonly isList: boolean
  /** For an object, or the entries of a list; null: it has no members to check. */
  readonly members: ReadonlyMap<string, Known> | null
}

function knownIn(branches: ReadonlyMap<string, Branch>): ReadonlyMap<string, Known> {
  return new Map(Array.from(branches, ([key, branch]) => [key, knownOf(branch)]))
}

function knownOf({ parameter, members }: Branch): Known {
  // Platforms send an empty text for values that they did not collect.
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
