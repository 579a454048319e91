import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { forEveryEvent, reportedParameters } from '../dictionary.ts'
import { belongsTo, isList } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'

/**
 * What Hotmart always sends and a platform may leave out. Receivers count on these fields, so the platform is told which of them
 * its data lacked, written as the dictionary writes paths. Of a missing object only the object itself is named.
 */
export function missingFieldsOf(event: EventName, data: JsonObject): readonly string[] {
  const missing: string[] = []
  lookInto(missing, usual[event], data)
  return missing
}

/** The fields of one event that Hotmart always sends and that the platform has to report. */
export function usualFieldsOf(event: EventName): readonly string[] {
  const paths: string[] = []
  const collect = (branches: readonly Usual[]) => {
    for (const { path, members } of branches) {
      if (members.length === 0) paths.push(path)
      else collect(members)
    }
  }
  collect(usual[event])
  return paths
}

interface Usual {
  readonly key: string
  readonly path: string
  readonly list: boolean
  readonly members: readonly Usual[]
}

const usual = forEveryEvent((event) => usualIn(event, treeOf(reportedParameters[event], 'data')))

function usualIn(event: EventName, branches: ReadonlyMap<string, Branch>): readonly Usual[] {
  return [...branches].flatMap(([key, { parameter, members }]) => {
    const { presence, input, path } = parameter
    const expected = presence.kind === 'when' && presence.usual === true && input === 'optional'
    if (!belongsTo(parameter, event, '2.0.0')) return []
    const below = usualIn(event, members)
    if (parameter.type === 'object')
      return below.length > 0 ? [{ key, path, list: isList(parameter), members: below }] : []
    return expected ? [{ key, path, list: false, members: [] }] : []
  })
}

function lookInto(missing: string[], members: readonly Usual[], object: JsonObject) {
  for (const member of members) {
    const value = object[member.key] ?? null
    if (value === null) missing.push(member.path)
    else if (member.members.length > 0) lookBelow(missing, member, value)
  }
}

/** The first entry of a list speaks for all. */
function lookBelow(missing: string[], { path, list, members }: Usual, value: Json) {
  const object = list && Array.isArray(value) ? (value[0] ?? null) : value
  if (isJsonObject(object)) lookInto(missing, members, object)
  else missing.push(path)
}
