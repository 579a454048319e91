import type { EventName } from '../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { forEveryEvent, reportedParameters } from './dictionary.ts'
import { isList } from './parameter.ts'
import { type Branch, treeOf } from './tree.ts'

/** A document has few fields that are news; one made of nothing else must not make a report larger than itself. */
export const unknownFieldsMax = 20
/** A longer path is cut: keys are the platform's own, and can be as long as a body. */
const pathCharactersMax = 200

const known = forEveryEvent((event) => treeOf(reportedParameters[event], 'data'))
const none: readonly string[] = []

/**
 * What the data of an event hold that the dictionary does not know, written as the dictionary writes paths: `data.purchase.gift`,
 * `data.commissions[].tax`. What lies inside such a field is not looked at. Each path comes once, and no value with it.
 */
export function unknownFieldsOf(event: EventName, data: JsonObject): readonly string[] {
  const found: Found = { paths: null }
  lookInto(found, known[event], data, 'data')
  return found.paths ? [...found.paths] : none
}

/** Made only when there is something: most documents hold nothing unknown, and each event is looked through. */
interface Found {
  paths: Set<string> | null
}

function lookInto(found: Found, members: ReadonlyMap<string, Branch>, object: JsonObject, path: string) {
  for (const key in object) {
    const branch = members.get(key)
    if (branch === undefined) note(found, `${path}.${key}`)
    else if (branch.members.size > 0) lookBelow(found, branch, object[key] ?? null)
  }
}

function lookBelow(found: Found, { parameter, members }: Branch, value: Json) {
  if (!isList(parameter)) {
    if (isJsonObject(value)) lookInto(found, members, value, parameter.path)
  } else if (Array.isArray(value)) {
    for (const entry of value) if (isJsonObject(entry)) lookInto(found, members, entry, parameter.path)
  }
}

function note(found: Found, path: string) {
  found.paths ??= new Set()
  if (found.paths.size < unknownFieldsMax) found.paths.add(path.slice(0, pathCharactersMax).toWellFormed())
}
