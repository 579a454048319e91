import { type EventName, eventsOfVersion, type PayloadVersion, payloadVersions } from '../../src/domain/event.ts'
import { dictionaryOf } from '../../src/domain/payload/dictionary.ts'
import { eventTexts } from '../../src/domain/payload/documentation/event-text.ts'
import { isList, type Parameter } from '../../src/domain/payload/parameter.ts'
import { type Branch, treeOf } from '../../src/domain/payload/tree.ts'
import { formMediaType } from '../../src/domain/text/media-type.ts'
import { comment as asComment, fieldLine, pascalCase, quoted, union } from './typescript-text.ts'

/**
 * The events as TypeScript, from the dictionary: one interface for each event and version, and one for each object in them.
 * Objects at the same place that share most of their fields become a base and what differs from it, or the nine purchase events
 * would say the same thing nine times.
 */
export function writeEventTypes(): string {
  const payloads = payloadVersions.flatMap((version) =>
    eventsOfVersion[version].map((event) => payloadOf(event, version)),
  )
  const names = nameObjects(payloads)
  return [
    '// Made from the dictionary of payloads by `npm run generate -w sdk`; a test says when it is out of date.',
    ...payloads.map((payload) => eventInterface(payload, names)),
    eventMap(payloads),
    eventLists(payloads),
    ...objectInterfaces(names),
  ]
    .join('\n\n')
    .concat('\n')
}

interface Payload {
  readonly event: EventName
  readonly version: PayloadVersion
  readonly name: string
  /** Whether id, event and version stand in the body; else the kit puts them around it. */
  readonly enveloped: boolean
  readonly root: ObjectType
}

function payloadOf(event: EventName, version: PayloadVersion): Payload {
  const { mediaType, body } = dictionaryOf(event, version)
  const tree = treeOf(body, '')
  return {
    event,
    version,
    name: pascalCase(event) + suffixOf(version),
    enveloped: tree.has('event') && tree.has('data'),
    root: objectType({ event, version, isForm: mediaType === formMediaType }, '', tree),
  }
}

/** The newest version needs no mark. */
function suffixOf(version: PayloadVersion): string {
  return version === payloadVersions[0] ? '' : `V${Number.parseInt(version, 10)}`
}

// -- what the dictionary says, without names yet ------------------------------------------------------------------------

interface ObjectType {
  readonly event: EventName
  readonly version: PayloadVersion
  /** `data.buyer`; empty for the body itself. */
  readonly path: string
  readonly fields: readonly Field[]
  /** The same text for objects that are the same in everything. */
  readonly identity: string
}

interface Field {
  readonly key: string
  readonly optional: boolean
  readonly comment: string
  readonly type: FieldType
  readonly identity: string
}

type FieldType =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'object' | 'list'; readonly object: ObjectType }

interface Place {
  readonly event: EventName
  readonly version: PayloadVersion
  /** In a form every value is a text. */
  readonly isForm: boolean
}

function objectType(place: Place, path: string, members: ReadonlyMap<string, Branch>): ObjectType {
  const fields = [...members].map(([key, branch]) => fieldOf(place, key, branch))
  const { event, version } = place
  return { event, version, path, fields, identity: fields.map((field) => field.identity).join('\n') }
}

function fieldOf(place: Place, key: string, { parameter, members }: Branch): Field {
  const optional = !isPromised(parameter)
  const comment = parameter.description.en
  const type = fieldType(place, parameter, members)
  const content = type.kind === 'plain' ? type.text : `${type.kind} ${type.object.identity}`
  return { key, optional, comment, type, identity: JSON.stringify([key, optional, comment, content]) }
}

/** As in the JSON Schema: what only some readers get is never promised. */
function isPromised({ presence, affiliate }: Parameter): boolean {
  return presence.kind === 'always' && affiliate === 'yes'
}

/** Editors offer the known values of an open list, and a new one compiles all the same. */
function textType(parameter: Extract<Parameter, { readonly type: 'string' }>): string {
  if (!parameter.enum) return 'string'
  return parameter.others ? `${union(parameter.enum)} | (string & {})` : union(parameter.enum)
}

function fieldType(place: Place, parameter: Parameter, members: ReadonlyMap<string, Branch>): FieldType {
  switch (parameter.type) {
    case 'string':
      return { kind: 'plain', text: textType(parameter) }
    case 'integer':
    case 'number':
      return { kind: 'plain', text: place.isForm ? 'string' : 'number' }
    case 'boolean':
      return { kind: 'plain', text: place.isForm ? 'string' : 'boolean' }
    case 'open':
      return { kind: 'plain', text: 'unknown' }
    case 'object': {
      const object = objectType(place, parameter.path.replaceAll('[]', ''), members)
      return { kind: isList(parameter) ? 'list' : 'object', object }
    }
  }
}

// -- names --------------------------------------------------------------------------------------------------------------

/** Objects at one place that are much alike, and the fields that all of them have. */
interface Cluster {
  readonly base: string
  readonly common: ReadonlyMap<string, Field>
  readonly variants: readonly { readonly name: string; readonly object: ObjectType }[]
}

interface Names {
  readonly clusters: readonly Cluster[]
  nameOf(object: ObjectType): string
}

function nameObjects(payloads: readonly Payload[]): Names {
  const objects = payloads.flatMap((payload) =>
    (payload.enveloped ? [] : [payload.root]).concat(objectsIn(payload.root)),
  )
  const places = Map.groupBy(objects, (object) => placeKey(object))
  const clusters = [...places.values()].flatMap(clustersOf)
  const names = new Map(
    clusters.flatMap(({ variants }) => variants.map(({ name, object }) => [placeKey(object) + object.identity, name])),
  )
  return { clusters, nameOf: (object) => names.get(placeKey(object) + object.identity) ?? 'never' }
}

function placeKey({ version, path }: ObjectType): string {
  return `${version} ${path} `
}

function objectsIn(object: ObjectType): ObjectType[] {
  return object.fields.flatMap(({ type }) => (type.kind === 'plain' ? [] : [type.object, ...objectsIn(type.object)]))
}

function clustersOf(samePlace: readonly ObjectType[]): Cluster[] {
  const distinct = [...Map.groupBy(samePlace, (object) => object.identity).values()].map(
    ([first]) => first as ObjectType,
  )
  const groups: ObjectType[][] = []
  for (const object of distinct) {
    const group = groups.find(([first]) => first && areAlike(first, object))
    if (group) group.push(object)
    else groups.push([object])
  }
  return groups.map((group) => clusterOf(group, groups.length === 1))
}

/** Whether at least half of all their fields are the same in both. */
function areAlike(a: ObjectType, b: ObjectType): boolean {
  const identities = new Set(a.fields.map((field) => field.identity))
  const shared = b.fields.filter((field) => identities.has(field.identity)).length
  return shared * 2 >= a.fields.length + b.fields.length - shared
}

function clusterOf(group: readonly ObjectType[], isOnlyOne: boolean): Cluster {
  const [first] = group as [ObjectType]
  const base =
    (first.path === '' ? 'Parameters' : pascalCase(first.path.replace(/^data\./, ''))) + suffixOf(first.version)
  const nameFor = (object: ObjectType) => `${base}Of${pascalCase(object.event)}`
  if (group.length === 1) {
    return { base: '', common: new Map(), variants: [{ name: isOnlyOne ? base : nameFor(first), object: first }] }
  }
  const [head, ...rest] = group as [ObjectType, ...ObjectType[]]
  const inAll = head.fields.filter(({ identity }) =>
    rest.every(({ fields }) => fields.some((field) => field.identity === identity)),
  )
  return {
    base: isOnlyOne ? base : `Any${nameFor(first)}`,
    common: new Map(inAll.map((field) => [field.key, field])),
    variants: group.map((object) => ({ name: nameFor(object), object })),
  }
}

// -- text ---------------------------------------------------------------------------------------------------------------

function eventInterface({ event, version, name, enveloped, root }: Payload, names: Names): string {
  const { title, meaning } = eventTexts[event]
  const comment = asComment(`${title.en}, version ${version}. ${meaning.en}`, '')
  if (enveloped) return `${comment}\nexport interface ${name} {\n${fieldLines(root.fields, names)}\n}`
  return [
    `${comment}\nexport interface ${name} {`,
    asComment(
      'Version 1.0.0 sends no id in the body: the header webhook-id, or else what tells one post from another.',
      '  ',
    ),
    '  readonly id: string',
    `  readonly event: ${quoted(event)}`,
    `  readonly version: ${quoted(version)}`,
    asComment('The parameters of the body, as they came.', '  '),
    `  readonly data: ${names.nameOf(root)}`,
    '}',
  ].join('\n')
}

function objectInterfaces({ clusters, nameOf }: Names): string[] {
  const names = { clusters, nameOf }
  return clusters.flatMap(({ base, common, variants }) => [
    ...(common.size > 0 ? [`interface ${base} {\n${fieldLines([...common.values()], names)}\n}`] : []),
    ...variants.map(({ name, object }) => {
      const own = object.fields.filter(({ key }) => !common.has(key))
      const heading = common.size > 0 ? `interface ${name} extends ${base}` : `interface ${name}`
      return own.length > 0 ? `${heading} {\n${fieldLines(own, names)}\n}` : `type ${name} = ${base}`
    }),
  ])
}

function fieldLines(fields: readonly Field[], { nameOf }: Names): string {
  return fields
    .map(({ key, optional, comment, type }) => {
      const written = type.kind === 'plain' ? type.text : nameOf(type.object)
      const list = type.kind === 'list' ? `readonly ${written}[]` : written
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)
      return `${asComment(comment, '  ')}\n${fieldLine(`${name}${optional ? '?' : ''}`, list)}`
    })
    .join('\n')
}

function eventMap(payloads: readonly Payload[]): string {
  const lines = [...Map.groupBy(payloads, ({ event }) => event)].map(
    ([event, versions]) =>
      `  ${event}: { ${versions.map(({ version, name }) => `${quoted(version)}: ${name}`).join('; ')} }`,
  )
  return `/** Every event in every version that it is sent in. */\nexport interface EventMap {\n${lines.join('\n')}\n}`
}

function eventLists(payloads: readonly Payload[]): string {
  const lists = [...Map.groupBy(payloads, ({ version }) => version)].map(
    ([version, all]) => `  ${quoted(version)}: [\n${all.map(({ event }) => `    ${quoted(event)},`).join('\n')}\n  ],`,
  )
  return `export const eventsByVersion = {\n${lists.join('\n')}\n} as const`
}
