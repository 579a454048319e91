import { DatabaseSync } from 'node:sqlite'
import { type Access, accessOf, type Grant, grantOf } from './grants.ts'
import { type OrderEvent, readWebhook, type Webhook } from './webhook.ts'

export interface Student {
  readonly email: string
  readonly name: string
  readonly courses: readonly Access[]
}

/**
 * What came, and what it gives. Every webhook is kept as it came before anything is made of it, under its id, so that the
 * second copy of it changes nothing; then the order that it is about is looked at as a whole.
 */
export class Inbox {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = new DatabaseSync(file)
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS inbox (
        webhook_id TEXT PRIMARY KEY,
        event TEXT NOT NULL,
        order_key TEXT,
        received_at INTEGER NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL -- new, done
      ) STRICT;
      CREATE INDEX IF NOT EXISTS inbox_of_order ON inbox (order_key);
      CREATE INDEX IF NOT EXISTS inbox_to_do ON inbox (state) WHERE state = 'new';
      CREATE TABLE IF NOT EXISTS grants (
        order_key TEXT PRIMARY KEY,
        email TEXT NOT NULL COLLATE NOCASE,
        document TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS grants_of_student ON grants (email);
    `)
  }

  /** Whether it was new. When this returns, it is on the disk: from here on the sender may forget it. */
  keep(webhook: Webhook, body: string, nowMs: number): boolean {
    const { changes } = this.#database
      .prepare('INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(webhook.id, webhook.event, webhook.purchase?.order ?? null, nowMs, body, 'new')
    return changes === 1
  }

  /** Makes of what is new what it gives. What a crash left undone is done by the next call. */
  workOff() {
    const orders = this.#database.prepare(`SELECT DISTINCT order_key FROM inbox WHERE state = 'new'`).all()
    for (const { order_key: order } of orders) this.#settle(order as string | null)
  }

  students(nowMs: number): readonly Student[] {
    const grants = this.#database
      .prepare('SELECT document FROM grants ORDER BY order_key')
      .all()
      .map(({ document }) => JSON.parse(String(document)) as Grant)
    return [...Map.groupBy(grants, (grant) => grant.email)]
      .map(([email, own]) => ({ email, name: own.at(-1)?.name ?? '', courses: accessOf(own, nowMs) }))
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** How many webhooks were kept. */
  size(): number {
    return Number(this.#database.prepare('SELECT count(*) AS size FROM inbox').get()?.size)
  }

  close() {
    this.#database.close()
  }

  /** Looks at everything that came about an order, not only at what is new: the order in which it came does not matter. */
  #settle(order: string | null) {
    this.#atomically(() => {
      const grant = order === null ? null : grantOf(this.#eventsOf(order))
      if (grant) {
        this.#database
          .prepare('INSERT OR REPLACE INTO grants VALUES (?, ?, ?)')
          .run(grant.order, grant.email, JSON.stringify(grant))
      }
      this.#database.prepare(`UPDATE inbox SET state = 'done' WHERE state = 'new' AND order_key IS ?`).run(order)
    })
  }

  #eventsOf(order: string): readonly OrderEvent[] {
    const rows = this.#database.prepare('SELECT body FROM inbox WHERE order_key = ?').all(order)
    return rows.map(({ body }) => readWebhook(String(body)) as OrderEvent)
  }

  #atomically(work: () => void) {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}
