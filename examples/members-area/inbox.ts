import type { DatabaseSync } from 'node:sqlite'
import { type AnyEvent, readEvent } from '@postback/sdk'
import { atomically } from './database.ts'
import { type Fact, factOf, type PurchaseFact, type SubscriptionFact } from './facts.ts'
import { type Grant, grantOf, type Policy } from './grants.ts'
import type { Students } from './students.ts'

/**
 * Keeps webhooks and works them off. Every webhook is stored under its id as it arrived, before it is processed, so a second
 * copy changes nothing. Then all facts about its order and subscription are read, and the grant is decided anew.
 */
export class Inbox {
  readonly #database: DatabaseSync
  readonly #students: Students
  readonly #policy: Policy

  constructor(database: DatabaseSync, students: Students, policy: Policy) {
    this.#database = database
    this.#students = students
    this.#policy = policy
    // A newer version of this program may be able to process them.
    database.exec(`UPDATE inbox SET state = 'new', error = NULL WHERE state = 'failed'`)
  }

  /** Returns whether the webhook was new. It is on the disk by then, so the sender need not send it again. */
  keep({ id, event }: AnyEvent, body: string, nowMs: number): boolean {
    const { changes } = this.#database
      .prepare(
        `INSERT INTO inbox (webhook_id, event, received_at, body, state) VALUES (?, ?, ?, ?, 'new') ON CONFLICT DO NOTHING`,
      )
      .run(id, event, nowMs, body)
    return changes === 1
  }

  /** Processes the new webhooks. The next call completes what a crash left undone. */
  async workOff(nowMs: number): Promise<void> {
    const rows = this.#database.prepare(`SELECT webhook_id, body FROM inbox WHERE state = 'new' ORDER BY rowid`).all()
    for (const { webhook_id: id, body } of rows) {
      try {
        await this.#settle(String(id), String(body), nowMs)
      } catch (error) {
        // A webhook that cannot be processed must not hold up the others.
        this.#finish(String(id), 'failed', String(error))
        console.error(`could not work off ${id}: ${(error as Error).message}`)
      }
      // Let the server answer new webhooks first.
      await new Promise(setImmediate)
    }
  }

  /** How many webhooks are stored. */
  size(): number {
    return Number(this.#database.prepare('SELECT count(*) AS size FROM inbox').get()?.size)
  }

  async #settle(id: string, body: string, nowMs: number) {
    const fact = factOf(await eventIn(id, body))
    if (fact) this.#file(id, fact)
    const orders = fact ? this.#ordersOf(fact) : []
    const grants = await Promise.all(orders.map((order) => this.#grantOf(order)))
    atomically(this.#database, () => {
      for (const grant of grants) if (grant) this.#save(grant, nowMs)
      this.#finish(id, 'done', null)
    })
  }

  /** Stores the order and the subscription, so that later webhooks find this one. */
  #file(id: string, fact: Fact) {
    this.#database
      .prepare('UPDATE inbox SET order_key = ?, subscription = ?, occurred_at = ? WHERE webhook_id = ?')
      .run(fact.kind === 'purchase' ? fact.order : null, fact.subscription, fact.at, id)
  }

  /** A fact about a subscription concerns all its orders. */
  #ordersOf(fact: Fact): readonly string[] {
    if (fact.kind === 'purchase') return [fact.order]
    return this.#database
      .prepare('SELECT DISTINCT order_key FROM inbox WHERE subscription = ? AND order_key IS NOT NULL')
      .all(fact.subscription)
      .map(({ order_key: order }) => String(order))
  }

  /** Reads all facts about an order, not only the new ones, so the order of arrival does not matter. */
  async #grantOf(order: string): Promise<Grant | null> {
    const facts = await this.#factsWhere('order_key = ?', order)
    const purchases = facts.filter((fact): fact is PurchaseFact => fact.kind === 'purchase')
    const code = purchases.find(({ subscription }) => subscription !== null)?.subscription
    const ofSubscription = code ? await this.#factsWhere('order_key IS NULL AND subscription = ?', code) : []
    return grantOf(
      purchases,
      ofSubscription.filter((fact): fact is SubscriptionFact => fact.kind !== 'purchase'),
      this.#policy,
    )
  }

  async #factsWhere(condition: string, key: string): Promise<readonly Fact[]> {
    const rows = this.#database.prepare(`SELECT webhook_id AS id, body FROM inbox WHERE ${condition}`).all(key)
    const facts = await Promise.all(rows.map(async ({ id, body }) => factOf(await eventIn(String(id), String(body)))))
    return facts.filter((fact) => fact !== null)
  }

  #save(grant: Grant, nowMs: number) {
    const { order, course, state, reason } = grant
    const row = this.#database.prepare('SELECT document FROM grants WHERE order_key = ?').get(order)
    const before = row ? (JSON.parse(String(row.document)) as Grant) : null
    const studentId = this.#students.ensure(grant.email, grant.name, nowMs)
    this.#database
      .prepare('INSERT OR REPLACE INTO grants VALUES (?, ?, ?)')
      .run(order, studentId, JSON.stringify(grant))
    if (before?.state !== state || before.reason !== reason || before.course !== course) {
      this.#database
        .prepare('INSERT INTO changes VALUES (NULL, ?, ?, ?, ?, ?, ?)')
        .run(order, course, before?.state ?? null, state, reason, nowMs)
    }
    if (state === 'active') this.#students.welcome(studentId, nowMs)
  }

  #finish(id: string, state: 'done' | 'failed', error: string | null) {
    this.#database.prepare('UPDATE inbox SET state = ?, error = ? WHERE webhook_id = ?').run(state, error, id)
  }
}

async function eventIn(id: string, body: string): Promise<AnyEvent> {
  const reading = await readEvent({ headers: { 'webhook-id': id }, body })
  if (!reading.ok) throw new Error(reading.message)
  return reading.event
}
