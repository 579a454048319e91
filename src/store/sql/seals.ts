import type { Resealed, SealedPlace, SealedText } from '../contract/lifetime.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { all, run, type Unit, uuid, type Value } from './unit.ts'

/** All sealed texts, in any table. */

type Kind = SealedPlace['kind']
type PlaceOf<K extends Kind> = Extract<SealedPlace, { kind: K }>
type Row = Readonly<Record<string, unknown>>

interface Sealed<K extends Kind> {
  readonly table: string
  /** If the first column is null, the row has no sealed text. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** A key that sorts before all others. */
  readonly start: readonly Value[]
  /** For other columns that the place needs. */
  readonly join?: string
  /** Whether to increase the row's revision too, so that an editor who has read the old text cannot write it back. */
  readonly revised?: boolean
  placeOf(row: Row): Omit<PlaceOf<K>, 'kind'>
  keyOf(place: PlaceOf<K>): readonly Value[]
}

const id = (stored: unknown) => idFrom(stored as StoredId)
const noId = uuid('00000000-0000-0000-0000-000000000000')

const ofAccount = {
  table: 'accounts',
  key: ['id'],
  start: [''],
  revised: true,
  placeOf: (row: Row) => ({ accountId: String(row.id) }),
  keyOf: ({ accountId }: { readonly accountId: string }) => [accountId],
}

const sealed: { readonly [K in Kind]: Sealed<K> } = {
  hottok: { ...ofAccount, columns: ['hottok', 'hottok_next'] },
  testSecret: { ...ofAccount, columns: ['test_secret'] },
  hookHottok: {
    table: 'configurations',
    columns: ['hottok'],
    key: ['id'],
    start: [noId],
    placeOf: (row) => ({ id: id(row.id), accountId: String(row.account) }),
    keyOf: (place) => [uuid(place.id)],
  },
  signingSecret: {
    table: 'signing_secrets',
    columns: ['sealed'],
    key: ['configuration', 'id'],
    start: [noId, noId],
    join: 'join (select id as owner, account from configurations) on owner = configuration',
    placeOf: (row) => ({ id: id(row.id), configurationId: id(row.configuration), accountId: String(row.account) }),
    keyOf: (place) => [uuid(place.configurationId), uuid(place.id)],
  },
  clientSecret: {
    table: 'client_secrets',
    columns: ['sealed'],
    key: ['credential', 'id'],
    start: [noId, noId],
    join: 'join (select id as owner, account from credentials) on owner = credential',
    placeOf: (row) => ({ id: id(row.id), credentialId: id(row.credential), accountId: String(row.account) }),
    keyOf: (place) => [uuid(place.credentialId), uuid(place.id)],
  },
  answer: {
    table: 'answers',
    columns: ['body'],
    key: ['scope', 'key'],
    start: ['', ''],
    placeOf: (row) => ({ scope: String(row.scope), key: String(row.key) }),
    keyOf: ({ scope, key }) => [scope, key],
  },
  fact: {
    table: 'facts',
    columns: ['value'],
    key: ['name'],
    start: [''],
    placeOf: (row) => ({ name: String(row.name) }),
    keyOf: ({ name }) => [name],
  },
}
const kinds = Object.keys(sealed) as Kind[]

/** The next page of the kind of `after`; if it has no more, the first page of the next kind that has sealed texts. */
export function* listSealed(after: SealedPlace | null, limit: number): Unit<SealedText[]> {
  const rest = after === null ? kinds : kinds.slice(kinds.indexOf(after.kind))
  for (const kind of rest) {
    const found = yield* listKind(kind, after?.kind === kind ? after : null, limit)
    if (found.length > 0) return found
  }
  return []
}

function* listKind(kind: Kind, after: SealedPlace | null, limit: number): Unit<SealedText[]> {
  const { table, columns, key, start, join = '', placeOf, keyOf } = sealed[kind] as Sealed<Kind>
  const keys = key.join(', ')
  const marks = key.map(() => '?').join(', ')
  const rows = yield* all<Row>(
    `select * from ${table} ${join} where (${keys}) > (${marks}) and ${columns[0]} is not null order by ${keys} limit ?`,
    ...(after ? keyOf(after) : start),
    limit,
  )
  return rows.flatMap((row) =>
    columns.flatMap((column) => {
      const text = row[column]
      return typeof text === 'string' ? { place: { kind, ...placeOf(row) } as SealedPlace, sealed: text } : []
    }),
  )
}

export function* replaceSealed(texts: readonly Resealed[]): Unit<number> {
  let replaced = 0
  for (const { place, before, sealed: text } of texts) {
    const { table, columns, key, revised, keyOf } = sealed[place.kind] as Sealed<Kind>
    for (const column of columns) {
      replaced += yield* run(
        `update ${table} set ${column} = ? ${revised ? ', revision = revision + 1' : ''}
          where ${column} = ? and ${key.map((name) => `${name} = ?`).join(' and ')}`,
        text,
        before,
        ...keyOf(place),
      )
    }
  }
  return replaced
}
