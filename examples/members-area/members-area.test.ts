import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MembersArea, type MembersAreaOptions, startMembersArea } from './server.ts'
import { sign } from './verify.ts'

const hottok = 'the-token-of-this-account'
const signingSecret = `whsec_${Buffer.from('a signing secret of 32 bytes....').toString('base64')}`
const day = 24 * 3_600_000
const start = Date.now() - day

let directory: string
let area: MembersArea

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'members-area-'))
  area = await open()
})
afterEach(async () => {
  await area.close()
  rmSync(directory, { recursive: true })
})

test('a wrong token is answered with 401 and leaves no trace', async () => {
  const webhook = approved({})
  expect(await post(webhook, { headers: { 'x-hotmart-hottok': 'wrong' } })).toBe(401)
  expect(await post(webhook, { headers: { 'x-hotmart-hottok': '' } })).toBe(401)
  expect(await page()).toContain('after 0 webhooks')
  expect(await doors()).toEqual({})
})

test('with a signing secret, only a fresh signature of this very body is accepted', async () => {
  await area.close()
  area = await open({ secrets: { hottoks: [hottok], signingSecrets: [signingSecret] } })
  const body = JSON.stringify(approved({}))
  const signed = (id: string, atMs: number, text = body) => {
    const timestamp = String(Math.floor(atMs / 1000))
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,b2xk ${sign(signingSecret, id, timestamp, text)}`,
    }
  }
  expect(await post(body)).toBe(401)
  expect(await post(body, { headers: signed('a', Date.now(), '{}') })).toBe(401)
  expect(await post(body, { headers: signed('a', Date.now() - 600_000) })).toBe(401)
  expect(await doors()).toEqual({})
  expect(await post(body, { headers: signed('a', Date.now()) })).toBe(200)
  expect(await doors()).toEqual({ 'ana@example.com': 'yes by HP1: paid' })
})

test('the same webhook three times is one webhook', async () => {
  const webhook = approved({})
  expect(await Promise.all([post(webhook), post(webhook), post(webhook)])).toEqual([200, 200, 200])
  expect(await page()).toContain('1 open door for 1 student, after 1 webhook.')
})

test('a refund that arrives before its approval ends revoked', async () => {
  await post(event('PURCHASE_REFUNDED', { at: start + 2 }))
  await post(approved({ at: start + 1 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'no by HP1: refunded' })
})

test('an approval replayed after the refund opens nothing, not even under a new id', async () => {
  const approval = approved({ at: start + 1 })
  await post(approval)
  await post(event('PURCHASE_REFUNDED', { at: start + 2 }))
  await post(approval)
  await post(approved({ at: start + 3 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'no by HP1: refunded' })
})

test('of two orders for a course one is refunded: the course stays open by the other', async () => {
  await post(approved({ transaction: 'HP1' }))
  await post(approved({ transaction: 'HP2' }))
  await post(event('PURCHASE_REFUNDED', { transaction: 'HP1', at: start + 5 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'yes by HP2: paid' })
})

test('a chargeback closes its order, and a later order waits for a look', async () => {
  await post(approved({ transaction: 'HP1' }))
  await post(event('PURCHASE_CHARGEBACK', { transaction: 'HP1', at: start + 5 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'no by HP1: chargeback' })
  await post(approved({ transaction: 'HP2', at: start + 9 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'review by HP2: paid after a chargeback' })
})

test('an e-mail address written in other letters is the same student', async () => {
  await post(approved({ transaction: 'HP1', email: 'Ana@Example.com' }))
  await post(approved({ transaction: 'HP2', email: ' ANA@example.COM', course: 'Cavaquinho' }))
  expect(await students()).toMatchObject([{ email: 'ana@example.com', courses: [{}, {}] }])
})

test('a refund that was only asked for changes nothing but the reason', async () => {
  await post(approved({}))
  await post(event('PURCHASE_PROTEST', { at: start + 5 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'yes by HP1: paid, refund asked for' })
})

test('a renewal extends access, a late one gives five days, once', async () => {
  const first = { transaction: 'HP1', paidUntil: Date.now() + day }
  await post(approved(first))
  await post(event('PURCHASE_DELAYED', { transaction: 'HP2', recurrence: 2, at: start }))
  await post(event('PURCHASE_DELAYED', { transaction: 'HP2', recurrence: 2, at: start + 1000 }))
  expect((await students())[0]?.courses[0]).toMatchObject({ access: 'yes', order: 'HP1', until: first.paidUntil })
  await post(event('PURCHASE_REFUNDED', { transaction: 'HP1', at: start + 5 }))
  expect((await students())[0]?.courses[0]).toMatchObject({ access: 'grace', order: 'HP2/2', until: start + 5 * day })
  const renewal = { transaction: 'HP2', recurrence: 2, paidUntil: Date.now() + 30 * day, at: start + 2000 }
  await post(approved(renewal))
  expect((await students())[0]?.courses[0]).toMatchObject({ access: 'yes', until: renewal.paidUntil })
})

test('a subscription that is not renewed ends by itself', async () => {
  await post(approved({ paidUntil: Date.now() - 1000 }))
  expect(await doors()).toEqual({ 'ana@example.com': 'no by HP1: not renewed' })
})

test('an order that was never paid opens nothing', async () => {
  await post(event('PURCHASE_BILLET_PRINTED', {}))
  await post(event('PURCHASE_EXPIRED', { at: start + 1 }))
  await post(event('PURCHASE_CANCELED', { transaction: 'HP2' }))
  expect(await doors()).toEqual({})
})

test('events it does not know are kept and answered with 200', async () => {
  expect(await post({ id: 'cart-1', event: 'PURCHASE_OUT_OF_SHOPPING_CART', creation_date: start, data: {} })).toBe(200)
  expect(await page()).toContain('after 1 webhook.')
})

test('a test is answered with 200 and lets nobody in', async () => {
  expect(await post(approved({}), { headers: { 'postback-test': 'true' } })).toBe(200)
  expect(await doors()).toEqual({})
})

test('told to fail now and then, it refuses the first try of every n-th webhook and takes the second', async () => {
  await area.close()
  area = await open({ failEvery: 2 })
  const [one, two] = [approved({ transaction: 'HP1' }), approved({ transaction: 'HP2' })]
  expect(await post(one)).toBe(200)
  expect(await post(two)).toBe(500)
  expect(await page()).toContain('after 1 webhook.')
  expect(await post(one)).toBe(200)
  expect(await post(two)).toBe(200)
  expect(await page()).toContain('after 2 webhooks.')
})

test('what was kept survives a restart', async () => {
  await post(approved({}))
  await area.close()
  area = await open()
  expect(await doors()).toEqual({ 'ana@example.com': 'yes by HP1: paid' })
})

test('names are escaped on the page', async () => {
  await post(approved({ name: '<script>alert("x")</script>' }))
  const html = await page()
  expect(html).not.toContain('<script>')
  expect(html).toContain('&#60;script&#62;')
})

test('everything else is refused', async () => {
  expect(await post('not json')).toBe(400)
  expect(await post('x'.repeat(1024 * 1024 + 1))).toBe(413)
  expect((await fetch(`${area.url}/webhook`)).status).toBe(405)
  expect((await fetch(`${area.url}/elsewhere`)).status).toBe(404)
})

// -- verbs ----------------------------------------------------------------------------------------------------------------

function open(options: Partial<MembersAreaOptions> = {}): Promise<MembersArea> {
  return startMembersArea({
    file: join(directory, 'members-area.db'),
    port: 0,
    secrets: { hottoks: [hottok], signingSecrets: [] },
    failEvery: 0,
    ...options,
  })
}

interface Sale {
  transaction?: string
  email?: string
  name?: string
  course?: string
  at?: number
  recurrence?: number
  paidUntil?: number
}

function approved(sale: Sale) {
  return event('PURCHASE_APPROVED', sale)
}

let made = 0

function event(name: string, sale: Sale) {
  return {
    id: `event-${made++}`,
    creation_date: sale.at ?? start,
    event: name,
    version: '2.0.0',
    data: {
      product: { id: 1, name: sale.course ?? 'Violão' },
      buyer: { email: sale.email ?? 'ana@example.com', name: sale.name ?? 'Ana' },
      purchase: {
        transaction: sale.transaction ?? 'HP1',
        recurrence_number: sale.recurrence,
        date_next_charge: sale.paidUntil,
      },
    },
  }
}

async function post(webhook: object | string, { headers = {} }: { headers?: Record<string, string> } = {}) {
  const response = await fetch(`${area.url}/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hotmart-hottok': hottok, ...headers },
    body: typeof webhook === 'string' ? webhook : JSON.stringify(webhook),
  })
  await response.text()
  return response.status
}

interface Students {
  students: { email: string; courses: { access: string; order: string; reason: string; until: number | null }[] }[]
}

async function students() {
  return ((await (await fetch(`${area.url}/students.json`)).json()) as Students).students
}

/** Each student's first course in one line. */
async function doors() {
  return Object.fromEntries(
    (await students()).map(({ email, courses: [first] }) => [
      email,
      `${first?.access} by ${first?.order}: ${first?.reason}`,
    ]),
  )
}

async function page() {
  return (await fetch(area.url)).text()
}
