import type { StoredAnswer } from '../contract/access.ts'
import type { Database } from './database.ts'

interface AnswerRow {
  readonly body_hash: string
  readonly status: number
  readonly body: string
}

export function recallAnswer(db: Database, scope: string, key: string, now: number): StoredAnswer | null {
  const row = db.get<AnswerRow>(
    'select body_hash, status, body from answers where scope = ? and key = ? and expires_at > ?',
    scope,
    key,
    now,
  )
  return row ? { bodyHash: row.body_hash, status: row.status, body: row.body } : null
}

export function keepAnswer(db: Database, scope: string, key: string, answer: StoredAnswer, expiresAt: number) {
  db.run(
    'insert or replace into answers (scope, key, body_hash, status, body, expires_at) values (?, ?, ?, ?, ?, ?)',
    scope,
    key,
    answer.bodyHash,
    answer.status,
    answer.body,
    expiresAt,
  )
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
