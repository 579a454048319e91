import type { DatabaseSync } from 'node:sqlite'
import { sameAddress } from './facts.ts'
import { type Access, accessOf, type Grant } from './grants.ts'

export interface Student {
  readonly id: number
  readonly email: string
  readonly name: string
  /** Milliseconds. */
  readonly createdAt: number
  /** When the welcome mail was put into the outbox; null: the student never had access. */
  readonly welcomedAt: number | null
  readonly courses: readonly Access[]
}

export interface Change {
  readonly email: string
  readonly order: string
  readonly course: string
  readonly from: string | null
  readonly to: string
  readonly reason: string
  readonly at: number
}

/** The students and their access. */
export class Students {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The id of the student with this address, who is created if missing. An empty name does not overwrite a known one. */
  ensure(email: string, name: string, nowMs: number): number {
    const row = this.#database
      .prepare(
        `INSERT INTO students (email, name, created_at) VALUES (?, ?, ?)
         ON CONFLICT (email) DO UPDATE SET name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END
         RETURNING id`,
      )
      .get(sameAddress(email), name.trim(), nowMs)
    return Number(row?.id)
  }

  /** Puts the welcome mail into the outbox, once for each student. */
  welcome(id: number, nowMs: number) {
    this.#database.prepare(`INSERT INTO mails VALUES (?, 'welcome', ?) ON CONFLICT DO NOTHING`).run(id, nowMs)
  }

  byEmail(email: string, nowMs: number): Student | null {
    return this.#where('email = ?', sameAddress(email), nowMs)[0] ?? null
  }

  byId(id: number, nowMs: number): Student | null {
    return this.#where('id = ?', id, nowMs)[0] ?? null
  }

  all(nowMs: number): readonly Student[] {
    return this.#where('1 = ?', 1, nowMs)
  }

  /** The latest changes, newest first. */
  changes(limit: number): readonly Change[] {
    return this.#database
      .prepare(
        `SELECT students.email, changes.order_key AS "order", course, from_state AS "from", to_state AS "to", reason, at
         FROM changes JOIN grants USING (order_key) JOIN students ON students.id = student_id
         ORDER BY changes.id DESC LIMIT ?`,
      )
      .all(limit) as unknown as readonly Change[]
  }

  #where(condition: string, value: string | number, nowMs: number): readonly Student[] {
    const students = this.#database
      .prepare(
        `SELECT id, email, name, students.created_at AS createdAt, mails.created_at AS welcomedAt
         FROM students LEFT JOIN mails ON student_id = id AND kind = 'welcome'
         WHERE ${condition} ORDER BY name, id`,
      )
      .all(value) as unknown as readonly Omit<Student, 'courses'>[]
    const grants = this.#database.prepare('SELECT document FROM grants WHERE student_id = ? ORDER BY order_key')
    return students.map((student) => ({
      ...student,
      courses: accessOf(
        grants.all(student.id).map(({ document }) => JSON.parse(String(document)) as Grant),
        nowMs,
      ),
    }))
  }
}
