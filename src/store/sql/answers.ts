import type { AnswerBegun, KeptAnswer, KeyedRequest } from '../contract/access.ts'
import { one, run, type Unit } from './unit.ts'

interface AnswerRow {
  readonly body_hash: string
  readonly status: number
  readonly body: string
}

export function* beginAnswer({ scope, key, bodyHash, until }: KeyedRequest, now: number): Unit<AnswerBegun> {
  yield* run('delete from answers where scope = ? and key = ? and expires_at <= ?', scope, key, now)
  const kept = yield* one<AnswerRow>(
    'select body_hash, status, body from answers where scope = ? and key = ?',
    scope,
    key,
  )
  if (kept && kept.body_hash !== bodyHash) return { kind: 'other-body' }
  if (kept) return { kind: 'kept', answer: { status: kept.status, body: kept.body } }
  // Requests under way are few: each new one deletes those that a crash left behind.
  yield* run('delete from answers_begun where until <= ?', now)
  const begun = yield* run(
    'insert into answers_begun (scope, key, until) values (?, ?, ?) on conflict do nothing',
    scope,
    key,
    until,
  )
  return { kind: begun > 0 ? 'begun' : 'under-way' }
}

export function* keepAnswer(request: KeyedRequest, { status, body }: KeptAnswer, expiresAt: number): Unit<void> {
  yield* run(
    `insert into answers (scope, key, body_hash, status, body, expires_at) values (?, ?, ?, ?, ?, ?)
      on conflict do nothing`,
    request.scope,
    request.key,
    request.bodyHash,
    status,
    body,
    expiresAt,
  )
  yield* giveBackAnswer(request)
}

export function* giveBackAnswer({ scope, key, until }: KeyedRequest): Unit<void> {
  yield* run('delete from answers_begun where scope = ? and key = ? and until = ?', scope, key, until)
}

export function* keepFact(name: string, value: string): Unit<string> {
  yield* run('insert into facts (name, value) values (?, ?) on conflict do nothing', name, value)
  return (yield* getFact(name)) ?? value
}

export function* setFact(name: string, value: string): Unit<void> {
  yield* run(
    'insert into facts (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    name,
    value,
  )
}

export function* getFact(name: string): Unit<string | null> {
  return (yield* one<{ value: string }>('select value from facts where name = ?', name))?.value ?? null
}
