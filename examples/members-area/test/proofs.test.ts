import { sign } from '@postback/sdk'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  approved,
  cancelled,
  chargeMoved,
  day,
  envelope,
  hottok,
  purchase,
  type Sale,
  Stage,
  start,
  switched,
} from './stage.ts'

const signingSecret = `whsec_${Buffer.from('a signing secret of 32 bytes....').toString('base64')}`

let stage: Stage

beforeEach(async () => {
  stage = new Stage()
  await stage.open()
})
afterEach(() => stage.close())

describe('authentication', () => {
  test('a wrong token is answered with 401 and leaves no trace', async () => {
    expect(await stage.post(approved(), { 'x-hotmart-hottok': 'wrong' })).toBe(401)
    expect(await stage.post(approved(), { 'x-hotmart-hottok': '' })).toBe(401)
    await stage.settled()
    expect(await stage.page()).toContain('after 0 webhooks')
    expect(await stage.doors()).toEqual({})
  })

  test('with a signing secret, only a fresh signature of exactly this body is accepted', async () => {
    await stage.open({ secrets: { hottoks: [hottok], signingSecrets: [signingSecret] } })
    const body = JSON.stringify(approved())
    const signed = async (atMs: number, text = body) => {
      const timestamp = Math.floor(atMs / 1000)
      const signature = await sign(signingSecret, { id: 'a', timestamp, body: text })
      return {
        'webhook-id': 'a',
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,b2xk ${signature}`,
      }
    }
    expect(await stage.post(body)).toBe(401)
    expect(await stage.post(body, await signed(Date.now(), '{}'))).toBe(401)
    // One of the two clocks is wrong by more than five minutes.
    expect(await stage.post(body, await signed(Date.now() - 301_000))).toBe(401)
    expect(await stage.post(body, await signed(Date.now() + 302_000))).toBe(401)
    expect(await stage.doors()).toEqual({})
    expect(await stage.post(body, await signed(Date.now() - 290_000))).toBe(200)
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid' })
  })

  test('everything else is refused', async () => {
    expect(await stage.post('not json')).toBe(400)
    expect(await stage.post('transaction=HP1&status=approved'), 'version 1.0.0').toBe(400)
    expect(await stage.post('x'.repeat(1024 * 1024 + 1))).toBe(413)
    expect((await fetch(`${stage.url}/webhook`)).status).toBe(405)
    expect((await fetch(`${stage.url}/elsewhere`)).status).toBe(404)
  })
})

describe('copies', () => {
  test('the same webhook three times, also at the same moment, is one webhook and one grant', async () => {
    const webhook = approved()
    const three = [stage.post(webhook), stage.post(webhook), stage.post(webhook)]
    expect(await Promise.all(three)).toEqual([200, 200, 200])
    await stage.settled()
    expect(await stage.page()).toContain('1 open door for 1 student, after 1 webhook.')
    expect((await stage.page()).match(/<li>/g)).toHaveLength(1)
  })

  test('a thousand webhooks at the same moment, every second one a copy, make five hundred grants', async () => {
    const sales = Array.from({ length: 500 }, (_, i) =>
      approved({ transaction: `HP${i}`, email: `student${i % 100}@example.com`, course: `Course ${i % 5}` }),
    )
    const statuses = await Promise.all([...sales, ...sales].map((webhook) => stage.post(webhook)))
    expect(new Set(statuses)).toEqual(new Set([200]))
    await stage.settled()
    expect(await stage.page()).toContain('for 100 students, after 500 webhooks.')
    expect((await stage.students()).every(({ courses }) => courses.every(({ access }) => access === 'yes'))).toBe(true)
  }, 60_000)

  test('a first attempt that is answered with 500 stores nothing; the second causes one welcome mail', async () => {
    await stage.open({ failEvery: 2 })
    const [one, two] = [approved({ transaction: 'HP1' }), approved({ transaction: 'HP2' })]
    expect(await stage.post(one)).toBe(200)
    expect(await stage.post(two)).toBe(500)
    expect(await stage.page()).toContain('after 1 webhook.')
    expect(await stage.post(one)).toBe(200)
    expect(await stage.post(two)).toBe(200)
    expect(await stage.page()).toContain('after 2 webhooks.')
    await expect.poll(async () => (await stage.students())[0]?.welcomedAt).toEqual(expect.any(Number))
    const [{ welcomedAt } = {}] = await stage.students()
    await stage.tell(approved({ transaction: 'HP3' }))
    await stage.settled()
    expect((await stage.students())[0]?.welcomedAt).toBe(welcomedAt)
  })

  test('stored webhooks survive a restart', async () => {
    await stage.tell(approved())
    await stage.open()
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid' })
  })
})

describe('disorder', () => {
  test('a refund that arrives before its approval ends without access', async () => {
    await stage.tell(purchase('PURCHASE_REFUNDED', { at: start + 2 }), approved({ at: start + 1 }))
    await stage.settled()
    expect(await stage.doors()).toEqual({ 'ana@example.com': 'Violão no by HP1: refunded' })
    expect((await stage.students())[0]?.welcomedAt).toBeNull()
  })

  test('an approval replayed after the refund gives no access, even under a new id and date', async () => {
    const approval = approved({ at: start + 1 })
    await stage.tell(approval, purchase('PURCHASE_REFUNDED', { at: start + 2 }), approval, approved({ at: start + 3 }))
    await stage.settled()
    expect(await stage.doors()).toEqual({ 'ana@example.com': 'Violão no by HP1: refunded' })
  })
})

describe('orders', () => {
  test('a course bought twice stays open when one order is refunded', async () => {
    await stage.tell(
      approved({ transaction: 'HP1' }),
      approved({ transaction: 'HP2' }),
      purchase('PURCHASE_REFUNDED', { transaction: 'HP1', at: start + 5 }),
    )
    await stage.sees({ 'ana@example.com': 'Violão yes by HP2: paid' })
  })

  test('a chargeback closes its order, and a later order waits for a review', async () => {
    await stage.tell(
      approved({ transaction: 'HP1' }),
      purchase('PURCHASE_CHARGEBACK', { transaction: 'HP1', at: start + 5 }),
    )
    await stage.sees({ 'ana@example.com': 'Violão no by HP1: chargeback' })
    await stage.tell(approved({ transaction: 'HP2', at: start + 9 }))
    await stage.sees({ 'ana@example.com': 'Violão review by HP2: paid after a chargeback' })
  })

  test('an order bump is a separate grant, and its refund leaves the other', async () => {
    const bump = { transaction: 'HP2', course: 'Acordes', bumpOf: 'HP1' }
    await stage.tell(approved({ transaction: 'HP1' }), approved(bump))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid; Acordes yes by HP2: paid' })
    await stage.tell(purchase('PURCHASE_REFUNDED', { ...bump, at: start + 5 }))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid; Acordes no by HP2: refunded' })
  })

  test('an e-mail address is case-insensitive', async () => {
    await stage.tell(
      approved({ transaction: 'HP1', email: 'Ana@Example.com' }),
      approved({ transaction: 'HP2', email: ' ANA@example.COM', course: 'Cavaquinho' }),
    )
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid; Cavaquinho yes by HP2: paid' })
  })

  test('a refund that was only requested changes the reason alone, or suspends access if so configured', async () => {
    const claim = purchase('PURCHASE_PROTEST', { at: start + 5 })
    await stage.tell(approved(), claim)
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid, refund asked for' })
    await stage.open({ policy: { suspendOnProtest: true } })
    await stage.tell({ ...claim, id: 'again' })
    await stage.sees({ 'ana@example.com': 'Violão no by HP1: paid, refund asked for' })
    await stage.tell(purchase('PURCHASE_COMPLETE', { at: start + 9 }))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid, guarantee over' })
  })

  test('a partial refund leaves access, with a mark', async () => {
    await stage.tell(approved(), purchase('PURCHASE_REFUNDED', { at: start + 5, status: 'PARTIALLY_REFUNDED' }))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid, partly refunded' })
  })

  test('an order that was never paid gives no access', async () => {
    await stage.tell(
      purchase('PURCHASE_BILLET_PRINTED'),
      purchase('PURCHASE_EXPIRED', { at: start + 1 }),
      purchase('PURCHASE_CANCELED', { transaction: 'HP2' }),
    )
    await stage.settled()
    expect(await stage.doors()).toEqual({})
  })
})

describe('subscriptions', () => {
  const first: Sale = { transaction: 'HP1', subscriber: 'SUB1', plan: 'Monthly', paidUntil: Date.now() + day }
  const second: Sale = { ...first, transaction: 'HP2', recurrence: 2 }
  const access = async () => (await stage.students())[0]?.courses[0]

  test('a renewal extends access, and a late one gives five days, once', async () => {
    await stage.tell(
      approved(first),
      purchase('PURCHASE_DELAYED', { ...second, at: start }),
      purchase('PURCHASE_DELAYED', { ...second, at: start + 1000 }),
    )
    await expect.poll(access).toMatchObject({ access: 'yes', order: 'HP1', until: first.paidUntil })
    await stage.tell(purchase('PURCHASE_REFUNDED', { ...first, at: start + 5 }))
    await expect.poll(access).toMatchObject({ access: 'grace', order: 'HP2/2', until: start + 5 * day })
    const renewal = { ...second, paidUntil: Date.now() + 30 * day, at: start + 2000 }
    await stage.tell(approved(renewal))
    await expect.poll(access).toMatchObject({ access: 'yes', until: renewal.paidUntil })
  })

  test('a subscription that is not renewed ends by itself', async () => {
    await stage.tell(approved({ ...first, paidUntil: Date.now() - 1000 }))
    await stage.sees({ 'ana@example.com': 'Violão no by HP1: not renewed' })
  })

  test('a cancelled subscription lasts until the end of the paid period', async () => {
    let now = Date.now()
    await stage.open({ now: () => now })
    await stage.tell(approved(first), cancelled({ at: start + 10 }))
    await expect
      .poll(access)
      .toMatchObject({ access: 'yes', reason: 'paid, subscription cancelled', until: first.paidUntil })
    now += day + 1000
    expect(await access()).toMatchObject({ access: 'no', reason: 'subscription cancelled' })
  })

  test('a cancellation that arrives before the approval has the same effect', async () => {
    await stage.tell(cancelled({ at: start + 10 }), approved(first))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid, subscription cancelled' })
  })

  test('a cancellation while a charge is late ends the days of grace', async () => {
    await stage.tell(purchase('PURCHASE_DELAYED', second), cancelled({ at: start + 10 }))
    await stage.sees({ 'ana@example.com': 'Violão no by HP2/2: subscription cancelled' })
  })

  test('a subscription that is paid again after its cancellation goes on', async () => {
    await stage.tell(
      approved(first),
      cancelled({ at: start + 10 }),
      approved({ ...second, at: start + 20, paidUntil: Date.now() + 31 * day }),
    )
    await stage.settled()
    expect(await access()).toMatchObject({ access: 'yes', reason: 'paid', order: 'HP2/2' })
  })

  test('a cancellation does not affect another subscription', async () => {
    await stage.tell(approved(first), cancelled({ subscriber: 'SUB2', at: start + 10 }))
    await stage.settled()
    expect(await access()).toMatchObject({ access: 'yes', reason: 'paid' })
  })

  test('a plan change gives the course of the new plan, in any order of arrival', async () => {
    const courses = [
      { productId: 1, course: 'Violão' },
      { productId: 1, plan: 'Yearly', course: 'Violão Plus' },
    ]
    await stage.open({ policy: { courses } })
    await stage.tell(switched({ at: start + 10 }), approved(first))
    await stage.sees({ 'ana@example.com': 'Violão Plus yes by HP1: paid' })
    await stage.open({ policy: { courses } })
    await stage.tell(approved({ ...second, plan: 'Yearly', at: start + 20 }))
    await stage.tell(switched({ plan: 'Monthly', at: start + 30 }))
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid' })
  })

  test('when the day of the charge is moved, access lasts until the new day', async () => {
    const paidUntil = Date.now() + 20 * day
    await stage.tell(approved(first), chargeMoved({ at: start + 10, paidUntil }))
    await expect.poll(access).toMatchObject({ access: 'yes', until: paidUntil })
  })
})

describe('no access', () => {
  test('unknown and unrelated events are stored and answered with 200', async () => {
    await stage.tell(
      envelope('PURCHASE_OUT_OF_SHOPPING_CART', {}, {}),
      envelope('CLUB_FIRST_ACCESS', {}, { user: { email: 'ana@example.com' } }),
      envelope('INVENTED_LATER', {}, {}),
    )
    expect(await stage.page()).toContain('after 3 webhooks.')
    await stage.settled()
    expect(await stage.doors()).toEqual({})
  })

  test('an event without the buyer’s address, as affiliates get it, gives none', async () => {
    const event = approved()
    await stage.tell({ ...event, data: { ...event.data, buyer: undefined } })
    await stage.settled()
    expect(await stage.doors()).toEqual({})
  })

  test('a test is answered with 200, and creates no student', async () => {
    expect(await stage.post(approved(), { 'postback-test': 'true' })).toBe(200)
    await stage.settled()
    expect(await stage.students()).toEqual([])
  })

  test('an event that cannot be processed does not hold up the others', async () => {
    await stage.tell(envelope('SUBSCRIPTION_CANCELLATION', {}, { subscriber: null }), approved())
    await stage.sees({ 'ana@example.com': 'Violão yes by HP1: paid' })
  })
})

describe('the page', () => {
  test('escapes names and addresses', async () => {
    await stage.tell(approved({ name: '<script>alert("x")</script>' }))
    await stage.settled()
    const html = await stage.page()
    expect(html).not.toContain('<script>')
    expect(html).toContain('&#60;script&#62;')
  })

  test.for([
    ['en-GB,en;q=0.9', '<html lang="en">', 'has access'],
    ['pt-BR,pt;q=0.9,en;q=0.8', '<html lang="pt">', 'tem acesso'],
    ['es-MX', '<html lang="es">', 'tiene acceso'],
    ['fr-FR', '<html lang="en">', 'has access'],
  ] as const)('speaks to %s in its language', async ([wanted, language, words]) => {
    await stage.tell(approved())
    await stage.settled()
    const html = await stage.page(wanted)
    expect(html).toContain(language)
    expect(html).toContain(words)
  })

  test('lists the changes, newest first', async () => {
    await stage.tell(approved(), purchase('PURCHASE_REFUNDED', { at: start + 5 }))
    await stage.settled()
    const changes = [...(await stage.page()).matchAll(/<li>.*?Violão: (.*?) <code>/g)].map(([, change]) => change)
    expect(changes).toEqual(['closed: refunded', 'open: paid'])
  })
})
