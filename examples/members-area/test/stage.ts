import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type MembersArea, type MembersAreaOptions, startMembersArea } from '../server.ts'

/** A members' area for a test, with verbs to post to it and to look at its students. */

export const hottok = 'the-token-of-this-account'
export const day = 24 * 3_600_000
export const start = Date.now() - day

export class Stage {
  readonly #directory = mkdtempSync(join(tmpdir(), 'members-area-'))
  #area: MembersArea | null = null

  get url(): string {
    return this.#area?.url ?? ''
  }

  /** Restarts the members' area on the same file. */
  async open(options: Partial<MembersAreaOptions> = {}) {
    await this.#area?.close()
    this.#area = await startMembersArea({
      file: join(this.#directory, 'members-area.db'),
      port: 0,
      secrets: { hottoks: [hottok], signingSecrets: [] },
      failEvery: 0,
      ...options,
    })
  }

  async close() {
    await this.#area?.close()
    rmSync(this.#directory, { recursive: true })
  }

  async post(webhook: object | string, headers: Record<string, string> = {}): Promise<number> {
    const response = await fetch(`${this.url}/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hotmart-hottok': hottok, ...headers },
      body: typeof webhook === 'string' ? webhook : JSON.stringify(webhook),
    })
    await response.text()
    return response.status
  }

  /** Posts all webhooks one after another, and expects each to be accepted. */
  async tell(...webhooks: readonly object[]) {
    for (const webhook of webhooks) expect(await this.post(webhook)).toBe(200)
  }

  async page(language = 'en'): Promise<string> {
    return (await fetch(this.url, { headers: { 'accept-language': language } })).text()
  }

  async students(): Promise<readonly Student[]> {
    return ((await (await fetch(`${this.url}/students.json`)).json()) as { students: Student[] }).students
  }

  /** Each student's courses in one line. */
  async doors(): Promise<Readonly<Record<string, string>>> {
    const line = ({ courses }: Student) =>
      courses.map(({ course, access, order, reason }) => `${course} ${access} by ${order}: ${reason}`).join('; ')
    return Object.fromEntries((await this.students()).map((student) => [student.email, line(student)]))
  }

  /** Polls: webhooks are processed soon after the answer. */
  async sees(doors: Readonly<Record<string, string>>) {
    await expect.poll(() => this.doors(), { timeout: 10_000 }).toEqual(doors)
  }

  /** Restarts, which waits until all stored webhooks are processed, so that later checks see the final state. */
  async settled() {
    await this.open()
  }
}

export interface Student {
  id: number
  email: string
  name: string
  welcomedAt: number | null
  courses: { course: string; access: string; order: string; reason: string; until: number | null }[]
}

export interface Sale {
  id?: string
  transaction?: string
  email?: string
  name?: string
  course?: string
  at?: number
  recurrence?: number
  paidUntil?: number
  subscriber?: string
  plan?: string
  status?: string
  bumpOf?: string
}

let made = 0

export function approved(sale: Sale = {}) {
  return purchase('PURCHASE_APPROVED', sale)
}

export function purchase(event: string, sale: Sale = {}) {
  const { subscriber, plan } = sale
  return envelope(event, sale, {
    product: { id: 1, name: sale.course ?? 'Violão' },
    buyer: { email: sale.email ?? 'ana@example.com', name: sale.name ?? 'Ana' },
    purchase: {
      transaction: sale.transaction ?? 'HP1',
      status: sale.status,
      recurrence_number: sale.recurrence,
      date_next_charge: sale.paidUntil,
      order_bump: sale.bumpOf
        ? { is_order_bump: true, parent_purchase_transaction: sale.bumpOf }
        : { is_order_bump: false },
    },
    ...(subscriber && { subscription: { subscriber: { code: subscriber }, plan: { id: 1, name: plan } } }),
  })
}

export function cancelled({ subscriber = 'SUB1', paidUntil, ...sale }: Sale = {}) {
  return envelope('SUBSCRIPTION_CANCELLATION', sale, {
    cancellation_date: sale.at ?? start,
    date_next_charge: paidUntil,
    product: { id: 1, name: 'Violão' },
    subscriber: { code: subscriber },
  })
}

export function switched({ subscriber = 'SUB1', plan = 'Yearly', ...sale }: Sale = {}) {
  return envelope('SWITCH_PLAN', sale, {
    switch_plan_date: sale.at ?? start,
    subscription: { subscriber_code: subscriber, product: { id: 1, name: 'Violão' } },
    plans: [{ name: 'Monthly' }, { name: plan, current: true }],
  })
}

export function chargeMoved({ subscriber = 'SUB1', paidUntil, ...sale }: Sale = {}) {
  return envelope('UPDATE_SUBSCRIPTION_CHARGE_DATE', sale, {
    subscriber: { code: subscriber },
    subscription: { product: { id: 1, name: 'Violão' }, date_next_charge: paidUntil },
  })
}

export function envelope(event: string, { id = `event-${made++}`, at = start }: Sale, data: object) {
  return { id, creation_date: at, event, version: '2.0.0', data }
}
