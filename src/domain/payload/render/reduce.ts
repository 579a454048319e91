import { type EventName, type PayloadVersion, versionsOf } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'
import { forEveryEvent, reportedParameters } from '../dictionary.ts'
import { momentTextOf } from '../moment.ts'
import { type AffiliateRule, belongsTo, isList, type Parameter } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'
import type { Reader } from '../view.ts'

/**
 * Data, reduced to the fields that a reader gets in an event, moments in the precision and form in which they are sent. Producers and
 * co-producers get everything but what does not belong to the event. For affiliates the dictionary is an allow-list: a field that
 * is not in it, or is not what it says, is never sent.
 *
 * Nothing is copied above or beside what changes: most producers' data comes back as it went in.
 */
export function reduceTo(reader: Reader, event: EventName, version: PayloadVersion, data: JsonObject): JsonObject {
  const shape = shapes[event].get(version)?.[audienceOf(reader)]
  if (!shape) throw new Error(`Version ${version} has no ${event}.`)
  return reduceObject(shape, data) ?? {}
}

type Audience = 'owners' | 'affiliates' | 'affiliates-with-buyer-data'

interface Shape {
  /** Whether only what is listed in `members` may stay. */
  readonly closed: boolean
  readonly members: ReadonlyMap<string, Member>
}

/** Of one form whatever its kind, as each value of each event is looked up: that takes a third less time than a union. */
interface Member {
  readonly kind: 'leave-out' | 'value' | 'rounded' | 'moment' | 'object' | 'list'
  /** What a number is rounded to. */
  readonly to: number
  /** Of an object, or of the entries of a list. */
  readonly shape: Shape
}

const noShape: Shape = { closed: true, members: new Map() }

const rulesFor: Readonly<Record<Audience, ReadonlySet<AffiliateRule>>> = {
  owners: new Set<AffiliateRule>(['yes', 'with-buyer-data', 'no']),
  'affiliates-with-buyer-data': new Set<AffiliateRule>(['yes', 'with-buyer-data']),
  affiliates: new Set<AffiliateRule>(['yes']),
}

const shapes = forEveryEvent(
  (event) => new Map(versionsOf(event).map((version) => [version, shapesOf(event, version)])),
)

function shapesOf(event: EventName, version: PayloadVersion): Readonly<Record<Audience, Shape>> {
  return {
    owners: shapeOf(event, version, 'owners'),
    affiliates: shapeOf(event, version, 'affiliates'),
    'affiliates-with-buyer-data': shapeOf(event, version, 'affiliates-with-buyer-data'),
  }
}

function audienceOf(reader: Reader): Audience {
  if (reader.kind !== 'affiliate') return 'owners'
  return reader.buyer ? 'affiliates-with-buyer-data' : 'affiliates'
}

function shapeOf(event: EventName, version: PayloadVersion, audience: Audience): Shape {
  const maySee = (parameter: Parameter) =>
    belongsTo(parameter, event, version) && rulesFor[audience].has(parameter.affiliate)
  const closed = audience !== 'owners'
  const shape = (branches: ReadonlyMap<string, Branch>): Shape => ({
    closed,
    members: new Map([...branches].map(([key, branch]) => [key, member(branch)])),
  })
  const leaf = (kind: Member['kind'], to = 1): Member => ({ kind, to, shape: noShape })
  const member = ({ parameter, members }: Branch): Member => {
    if (!maySee(parameter)) return leaf('leave-out')
    if (parameter.type === 'integer' && parameter.limit.multipleOf) return leaf('rounded', parameter.limit.multipleOf)
    if (parameter.type === 'string' && parameter.limit?.isMoment) return leaf('moment')
    if (parameter.type !== 'object') return leaf('value')
    return { kind: isList(parameter) ? 'list' : 'object', to: 1, shape: shape(members) }
  }
  return shape(treeOf(reportedParameters[event], 'data'))
}

/** Undefined when nothing is left of an object that held something. */
function reduceObject(shape: Shape, object: JsonObject): JsonObject | undefined {
  let copy: Record<string, Json> | undefined
  for (const key in object) {
    const value = object[key] ?? null
    const reduced = reduceMember(shape, key, value)
    if (copy === undefined && reduced !== value) copy = membersBefore(object, key)
    if (copy !== undefined && reduced !== undefined) copy[key] = reduced
  }
  if (copy === undefined) return object
  return isEmpty(copy) ? undefined : copy
}

function reduceMember({ closed, members }: Shape, key: string, value: Json): Json | undefined {
  const member = members.get(key)
  if (member === undefined) return closed ? undefined : value
  if (value === null) return undefined
  switch (member.kind) {
    case 'leave-out':
      return undefined
    case 'object':
      if (isJsonObject(value)) return reduceObject(member.shape, value)
      return closed ? undefined : value
    case 'list':
      if (Array.isArray(value)) return reduceList(member.shape, value)
      return closed ? undefined : value
    case 'rounded':
      if (typeof value === 'number') return value - (value % member.to)
      break
    case 'moment':
      // A text that is no date we can read is the platform's own: it goes out as it was reported.
      if (typeof value === 'string') return momentTextOf(value) ?? value
      break
    case 'value':
  }
  // Input checks let no object through here; should one ever come, an affiliate does not get what it holds.
  return closed && typeof value === 'object' ? undefined : value
}

function reduceList(shape: Shape, list: readonly Json[]): readonly Json[] {
  let changed = false
  const entries: Json[] = []
  for (const entry of list) {
    const reduced = isJsonObject(entry) ? reduceObject(shape, entry) : shape.closed ? undefined : (entry ?? undefined)
    if (reduced !== entry) changed = true
    if (reduced !== undefined) entries.push(reduced)
  }
  return changed ? entries : list
}

function membersBefore(object: JsonObject, end: string): Record<string, Json> {
  const copy: Record<string, Json> = {}
  for (const key in object) {
    if (key === end) break
    copy[key] = object[key] ?? null
  }
  return copy
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false
  return true
}
