import type { Uuid } from '../../domain/ids.ts'
import type { SealedPlace } from '../contract/lifetime.ts'
import type { Database, Value } from './database.ts'
import { idOf } from './id-blobs.ts'

/** Everything that is sealed, wherever it stands. */

type Key = Readonly<Record<string, Value>>

interface Sealed {
  readonly table: string
  readonly column: string
  readonly key: readonly string[]
  /** Key, `account` where that is needed, and `sealed`. */
  readonly query: string
  readonly place: (row: Key) => SealedPlace
}

const secretRow = (kind: 'hookHottok' | 'signingSecret' | 'clientSecret') => (row: Key) => ({
  kind,
  id: idOf(row.id as Uint8Array) as Uuid,
  accountId: String(row.account),
})

const allSealed: readonly Sealed[] = [
  ...(['hottok', 'hottok_next'] as const).map((column) => ({
    table: 'accounts',
    column,
    key: ['id'],
    query: `select id, ${column} as sealed from accounts where ${column} is not null`,
    place: (row: Key) => ({ kind: 'hottok', accountId: String(row.id) }) as const,
  })),
  {
    table: 'accounts',
    column: 'test_secret',
    key: ['id'],
    query: 'select id, test_secret as sealed from accounts',
    place: (row) => ({ kind: 'testSecret', accountId: String(row.id) }),
  },
  {
    table: 'configurations',
    column: 'hottok',
    key: ['id'],
    query: 'select id, account, hottok as sealed from configurations where hottok is not null',
    place: secretRow('hookHottok'),
  },
  {
    table: 'signing_secrets',
    column: 'sealed',
    key: ['configuration', 'id'],
    query: `select s.configuration, s.id, s.sealed, c.account from signing_secrets s
      join configurations c on c.id = s.configuration`,
    place: secretRow('signingSecret'),
  },
  {
    table: 'client_secrets',
    column: 'sealed',
    key: ['credential', 'id'],
    query: `select s.credential, s.id, s.sealed, c.account from client_secrets s
      join credentials c on c.id = s.credential`,
    place: secretRow('clientSecret'),
  },
  {
    table: 'answers',
    column: 'body',
    key: ['scope', 'key'],
    query: 'select scope, key, body as sealed from answers',
    place: (row) => ({ kind: 'answer', scope: String(row.scope), key: String(row.key) }),
  },
  {
    table: 'facts',
    column: 'value',
    key: ['name'],
    query: 'select name, value as sealed from facts',
    place: (row) => ({ kind: 'fact', name: String(row.name) }),
  },
]

/** @returns how many were replaced */
export function renewSeals(db: Database, renew: (sealed: string, place: SealedPlace) => string | null): number {
  let replaced = 0
  for (const { table, column, key, query, place } of allSealed) {
    const where = key.map((name) => `${name} = ?`).join(' and ')
    for (const row of db.all<Key>(query)) {
      const renewed = renew(String(row.sealed), place(row))
      if (renewed === null) continue
      db.run(`update ${table} set ${column} = ? where ${where}`, renewed, ...key.map((name) => row[name] ?? null))
      replaced++
    }
  }
  return replaced
}
