import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/domain/text/json.ts'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'

let postback: Postback
let hook: OrdinaryReceiver

beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  await configure('producer', 'Members area', ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
  await configure('producer', 'Invoices', ['PURCHASE_COMPLETE'])
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

function configure(account: string, name: string, events: readonly string[]) {
  return postback.api('POST', '/v1/configurations', { name, url: hook.url, events }, { account })
}

function boughtBy(transaction: string, buyer: { name: string; email: string }, more: JsonObject = {}): JsonObject {
  const data = sale('PURCHASE_APPROVED', transaction)
  return { ...data, buyer: { ...(data.buyer as JsonObject), ...buyer }, ...more }
}

async function report(transaction: string, data: JsonObject) {
  const { status } = await postback.api('PUT', `/v1/transactions/${transaction}`, data)
  expect(status).toBeLessThan(300)
}

const marina = { name: 'Marina Souza', email: 'marina@example.com' }

function search(q: string, options: Parameters<Postback['api']>[3] = { account: 'producer' }) {
  return postback.api('POST', '/v1/sales/search', { q }, options)
}

/** Asks until the index has the sale. */
async function find(q: string, transaction: string, options?: Parameters<Postback['api']>[3]) {
  const has = ({ body }: { body: { data: readonly { transaction: string }[] } }) =>
    body.data.some((found) => found.transaction === transaction)
  const { body } = await eventually(() => search(q, options), has)
  return body.data.find((found: { transaction: string }) => found.transaction === transaction)
}

describe('the search for sales', () => {
  it.each(['marina@example.com', 'MARINA', 'souza mar', 'HPMARI', 'RINA1'])('finds a sale by %s', async (q) => {
    await report('HPMARINA1', boughtBy('HPMARINA1', marina))
    expect(await find(q, 'HPMARINA1')).toMatchObject({
      productName: 'Baking Bread at Home',
      role: 'producer',
      buyer: marina,
      status: 'APPROVED',
      kept: true,
    })
  })

  it('finds a sale by its event and by its delivery', async () => {
    await report('HPBYID1', boughtBy('HPBYID1', { name: 'Rui Prado', email: 'rui@example.com' }))
    await find('rui@example.com', 'HPBYID1')
    const { events } = (await postback.api('GET', '/v1/sales/HPBYID1', undefined, { account: 'producer' })).body
    await find(events[0].id, 'HPBYID1')
    await find(events[0].routes[0].delivery.id, 'HPBYID1')
  })

  it('finds a buyer under the new address when only that has changed', async () => {
    await report('HPCHANGED', boughtBy('HPCHANGED', { name: 'Joana Dias', email: 'jona@example.com' }))
    await find('jona@', 'HPCHANGED')
    await report('HPCHANGED', boughtBy('HPCHANGED', { name: 'Joana Dias', email: 'joana@example.com' }))
    await find('joana@example.com', 'HPCHANGED')
    expect((await search('jona@')).body.data).toEqual([])
  })

  it('shows the sales of an account to that account only', async () => {
    await report('HPMINE', boughtBy('HPMINE', { name: 'Lia Reis', email: 'lia@example.com' }))
    await find('lia@example.com', 'HPMINE')
    expect((await search('lia@example.com', { account: 'other' })).body.data).toEqual([])
    const { status } = await postback.api('GET', '/v1/sales/HPMINE', undefined, { account: 'other' })
    expect(status).toBe(404)
  })

  it('masks the buyer for an access token', async () => {
    await report('HPMASK', boughtBy('HPMASK', { name: 'Caio Lemos', email: 'caio@example.com' }))
    await find('caio@example.com', 'HPMASK')
    const made = await postback.api('POST', '/v1/credentials', { name: 'x', scopes: ['read'] }, { account: 'producer' })
    const { body } = await postback.api('POST', '/security/oauth/token?grant_type=client_credentials', undefined, {
      key: null,
      headers: { authorization: `Basic ${made.body.basic}` },
    })
    const { data } = (await search('caio@example.com', { key: body.access_token })).body
    expect(data[0].buyer).toEqual({ name: 'C•••', email: 'c•••@example.com' })
  })

  it('refuses a text in which nothing is long enough, and names the field', async () => {
    const { status, body } = await search('ab')
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ pointer: '/q', detail: expect.stringContaining('three letters') }])
  })

  it('shows an account with legacy posts of a sale only what these posts say, unless it has a part in the sale', async () => {
    await report('HPTHEIRS', boughtBy('HPTHEIRS', { name: 'Vera Lopes', email: 'vera@example.com' }))
    await find('vera@example.com', 'HPTHEIRS')
    const post = {
      ...{ id: 'theirs-1', at: '2026-01-01T00:00:00Z', url: hook.url, event: 'PURCHASE_APPROVED', product: 1000 },
      ...{ transaction: 'HPTHEIRS', status: 200, attempts: 1, body: 'first_name=Hidden' },
    }
    const other = { account: 'other' }
    await postback.api('POST', '/v1/legacy-posts/import', `${JSON.stringify(post)}\n`, {
      ...other,
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(await find('HPTHEIRS', 'HPTHEIRS', other)).toMatchObject({
      status: null,
      buyer: { name: 'Hidden', email: null },
    })
    const { text, body } = await postback.api('GET', '/v1/sales/HPTHEIRS', undefined, other)
    expect(body).toMatchObject({ price: null, events: [], status: null })
    expect(text).not.toContain('vera')
    expect(text).not.toContain('Vera')
  })

  it('finds legacy posts too', async () => {
    const post = {
      ...{ id: 'old-1', at: '2026-01-01T00:00:00Z', url: hook.url, event: 'PURCHASE_APPROVED', transaction: 'HPOLD77' },
      ...{ status: 500, attempts: 5, body: 'email=old%40example.com&first_name=Olda&last_name=Silveira' },
    }
    const imported = await postback.api('POST', '/v1/legacy-posts/import', `${JSON.stringify(post)}\n`, {
      account: 'producer',
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(imported.status).toBe(200)
    expect(await find('olda silveira', 'HPOLD77')).toMatchObject({
      status: null,
      kept: false,
      buyer: { email: 'old@example.com', name: 'Olda Silveira' },
    })
    const { body } = await postback.api('GET', '/v1/sales/HPOLD77', undefined, { account: 'producer' })
    expect(body).toMatchObject({ events: [], legacyPosts: [{ id: 'old-1', state: 'pending' }] })
  })
})

describe('sales of an affiliate', () => {
  const code = 'AFFCODE1'
  const affiliation = (sharesBuyerData: boolean) =>
    postback.api('PUT', `/v1/products/1000/affiliates/${code}`, {
      accountId: 'partner',
      name: 'Partner',
      sharesBuyerData,
    })

  it('are found by the buyer only while the producer shares buyer data', async () => {
    await postback.api('PUT', '/v1/accounts/partner', { name: 'Partner' })
    expect((await affiliation(true)).status).toBeLessThan(300)
    const data = boughtBy('HPAFF1', { name: 'Nina Alves', email: 'nina@example.com' })
    await report('HPAFF1', { ...data, affiliates: [{ affiliate_code: code, name: 'Partner' }] })
    const partner = { account: 'partner' }
    expect(await find('nina@example.com', 'HPAFF1', partner)).toMatchObject({
      role: 'affiliate',
      buyer: { email: 'nina@example.com' },
    })
    await affiliation(false)
    expect((await search('nina@example.com', partner)).body.data).toEqual([])
    expect(await find('HPAFF1', 'HPAFF1', partner)).toMatchObject({ buyer: null })
  })
})

describe('the sale page', () => {
  it('tells what each configuration got of each event, or why not', async () => {
    await report('HPPAGE', boughtBy('HPPAGE', { name: 'Bia Nunes', email: 'bia@example.com' }))
    await report('HPPAGE', { ...boughtBy('HPPAGE', marina), ...sale('PURCHASE_REFUNDED', 'HPPAGE') })
    const { status, body } = await postback.api('GET', '/v1/sales/HPPAGE', undefined, { account: 'producer' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ transaction: 'HPPAGE', status: 'REFUNDED', price: { currency: 'BRL' } })
    expect(body.events.map(({ event }: { event: string }) => event)).toEqual(['PURCHASE_REFUNDED', 'PURCHASE_APPROVED'])
    expect(body.events[1].routes).toEqual([
      expect.objectContaining({ name: 'Members area', decision: 'sent', reason: 'matched' }),
      expect.objectContaining({ name: 'Invoices', decision: 'not-sent', reason: 'event-not-selected', delivery: null }),
    ])
    expect(body.events[1].routes[0].delivery).toMatchObject({ event: 'PURCHASE_APPROVED', attemptsMax: 5 })
    // The refund is still so, the approval is not.
    expect(body.events.map(({ routes }: { routes: { stillTrue: boolean }[] }) => routes[0]?.stillTrue)).toEqual([
      true,
      false,
    ])
  })

  it('links renewals of the subscription and purchases added at the checkout', async () => {
    const buyer = { name: 'Igor Melo', email: 'igor@example.com' }
    const subscription = { subscription: { subscriber: { code: 'SUBIGOR' }, plan: { id: 1, name: 'Monthly' } } }
    const first = boughtBy('HPSUB1', buyer, subscription)
    await report('HPSUB1', first)
    await report('HPSUB2', boughtBy('HPSUB2', buyer, subscription))
    const bump = boughtBy('HPBUMP1', buyer)
    const order_bump = { is_order_bump: true, parent_purchase_transaction: 'HPSUB1' }
    await report('HPBUMP1', { ...bump, purchase: { ...(bump.purchase as JsonObject), order_bump } })
    await find('HPBUMP1', 'HPBUMP1')
    const relationsOf = async (transaction: string) => {
      const { body } = await postback.api('GET', `/v1/sales/${transaction}`, undefined, { account: 'producer' })
      return Object.fromEntries(
        body.related.map((it: { transaction: string; relation: string }) => [it.transaction, it.relation]),
      )
    }
    expect(await relationsOf('HPSUB1')).toEqual({ HPSUB2: 'same-subscription', HPBUMP1: 'order-bump' })
    expect(await relationsOf('HPBUMP1')).toEqual({ HPSUB1: 'parent' })
  })

  it('is not there for a sale that was never reported', async () => {
    expect((await postback.api('GET', '/v1/sales/HPNONE', undefined, { account: 'producer' })).status).toBe(404)
  })
})
