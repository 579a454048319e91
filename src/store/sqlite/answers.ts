import type { AnswerBegun, KeptAnswer, KeyedRequest } from '../contract/access.ts'
import type { Database } from './database.ts'

interface AnswerRow {
  readonly body_hash: string
  readonly status: number
  readonly body: string
}

export function beginAnswer(db: Database, { scope, key, bodyHash, until }: KeyedRequest, now: number): AnswerBegun {
  db.run('delete from answers where scope = ? and key = ? and expires_at <= ?', scope, key, now)
  const kept = db.get<AnswerRow>('select body_hash, status, body from answers where scope = ? and key = ?', scope, key)
  if (kept && kept.body_hash !== bodyHash) return { kind: 'other-body' }
  if (kept) return { kind: 'kept', answer: { status: kept.status, body: kept.body } }
  // Those under way are few: the ones that a crash left go whenever a new one comes.
  db.run('delete from answers_begun where until <= ?', now)
  const begun = db.run(
    'insert into answers_begun (scope, key, until) values (?, ?, ?) on conflict do nothing',
    scope,
    key,
    until,
  )
  return { kind: begun > 0 ? 'begun' : 'under-way' }
}

export function keepAnswer(db: Database, request: KeyedRequest, { status, body }: KeptAnswer, expiresAt: number) {
  db.run(
    `insert into answers (scope, key, body_hash, status, body, expires_at) values (?, ?, ?, ?, ?, ?)
      on conflict do nothing`,
    request.scope,
    request.key,
    request.bodyHash,
    status,
    body,
    expiresAt,
  )
  giveBackAnswer(db, request)
}

export function giveBackAnswer(db: Database, { scope, key, until }: KeyedRequest) {
  db.run('delete from answers_begun where scope = ? and key = ? and until = ?', scope, key, until)
}

/** The lock on the data directory is the lease: what was under way here was so in a process that has ended. */
export function giveBackAnswers(db: Database) {
  db.run('delete from answers_begun')
}

export function keepFact(db: Database, name: string, value: string): string {
  db.run('insert into facts (name, value) values (?, ?) on conflict do nothing', name, value)
  return getFact(db, name) ?? value
}

export function setFact(db: Database, name: string, value: string) {
  db.run('insert or replace into facts (name, value) values (?, ?)', name, value)
}

export function getFact(db: Database, name: string): string | null {
  return db.get<{ value: string }>('select value from facts where name = ?', name)?.value ?? null
}
