import { readdirSync, readFileSync } from 'node:fs'
import { StoreUnavailable } from '../../contract/unavailable.ts'
import type { Database } from '../database.ts'

const folder = new URL('../../migrations/sqlite/', import.meta.url)

interface Migration {
  readonly number: number
  readonly name: string
}

/**
 * Forward only: applies each migration once, in its own commit. A missing migration is applied even if later ones were applied
 * already: numbers are assigned before the work is done, and a migration depends only on those with lower numbers.
 * @returns the names of the migrations applied now
 */
export function migrate(db: Database, directory: string): string[] {
  db.run(
    'create table if not exists migrations (number integer primary key, name text not null, applied_at integer not null) strict',
  )
  refuseNewer(db, directory)
  const applied = appliedMigrations(db)
  const missing = knownMigrations().filter(({ number }) => !applied.includes(number))
  for (const migration of missing) apply(db, migration)
  return missing.map(({ name }) => name)
}

/** @throws StoreUnavailable if a newer version has used the database */
export function refuseNewer(db: Database, directory: string) {
  const known = knownMigrations().map(({ number }) => number)
  const unknown = appliedMigrations(db).find((number) => !known.includes(number))
  if (unknown === undefined) return
  throw new StoreUnavailable(
    'in-use',
    `The database in ${directory} was made by a newer version of Postback (its migration ${unknown}; this version knows ${known.at(-1) ?? 0}). Install that version or a newer one.`,
  )
}

function appliedMigrations(db: Database): number[] {
  return db.all<{ number: number }>('select number from migrations order by number').map(({ number }) => number)
}

function knownMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .map((name) => ({ number: Number(name.slice(0, 4)), name }))
    .sort((a, b) => a.number - b.number)
}

function apply(db: Database, { number, name }: Migration) {
  const sql = readFileSync(new URL(name, folder), 'utf8')
  db.unit(() => {
    db.connection.exec(sql)
    db.run(`insert into migrations (number, name, applied_at) values (?, ?, unixepoch() * 1000)`, number, name)
  })
}
