import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, sale, startPostback } from '../support/harness.ts'

let postback: Postback
let hook: OrdinaryReceiver
const ids: Record<string, string> = {}
let eventId: string

beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  for (const id of ['producer', 'partner', 'affiliate', 'stranger']) {
    await postback.api('PUT', `/v1/accounts/${id}`, { name: id })
  }
  await postback.api('PUT', '/v1/products/1', { name: 'Bread', accountId: 'producer', coProducers: ['partner'] })
  await postback.api('PUT', '/v1/products/2', { name: 'Cake', accountId: 'producer' })
  const affiliation = { accountId: 'affiliate', name: 'Zoé', sharesBuyerData: false }
  await postback.api('PUT', '/v1/products/1/affiliates/AF1', affiliation)
  await configure('wants it', 'producer')
  await configure('wants others', 'producer', { events: ['PURCHASE_REFUNDED'] })
  await configure('other product', 'producer', { productId: 2 })
  await configure('removed before', 'producer')
  await postback.api('DELETE', `/v1/configurations/${ids['removed before']}`, undefined, { account: 'producer' })
  await configure('changed since', 'producer', { events: ['PURCHASE_REFUNDED'] })
  await configure('partner’s', 'partner')
  await configure('affiliate’s', 'affiliate', { events: ['PURCHASE_BILLET_PRINTED'] })
  await configure('stranger’s', 'stranger')
  const slip = { ...sale('PURCHASE_BILLET_PRINTED', 'HP1', 1), affiliates: [{ affiliate_code: 'AF1', name: 'Zoé' }] }
  eventId = (await postback.api('PUT', '/v1/transactions/HP1', slip)).body.eventId
  const changed = `/v1/configurations/${ids['changed since']}`
  await postback.api('PATCH', changed, { events: ['PURCHASE_BILLET_PRINTED'] }, { account: 'producer' })
  const { createdAt } = (await postback.api('GET', `/v1/events/${eventId}`)).body
  await eventually(
    async () => postback.engine.clock.now(),
    (now) => now > Date.parse(createdAt),
  )
  await configure('created later', 'producer')
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

async function configure(name: string, account: string, more: object = {}) {
  const input = { name, url: hook.url, events: ['PURCHASE_BILLET_PRINTED'], ...more }
  ids[name] = (await postback.api('POST', '/v1/configurations', input, { account })).body.id
}

async function routing(account?: string) {
  const { status, body } = await postback.api(
    'GET',
    `/v1/events/${eventId}/routing`,
    undefined,
    account ? { account } : {},
  )
  const rows: { name: string; reason: string; decision: string; deliveryId: string | null }[] = body.data ?? []
  return { status, rows, reasons: Object.fromEntries(rows.map((row) => [row.name, row.reason])) }
}

describe('routing', () => {
  it('tells the platform why each configuration of all accounts concerned got the event, or did not', async () => {
    const { reasons, rows } = await routing()
    expect(reasons).toEqual({
      'wants it': 'matched',
      'wants others': 'event-not-selected',
      'other product': 'other-product',
      'removed before': 'removed',
      'changed since': 'changed-since',
      'created later': 'created-later',
      'partner’s': 'matched',
      'affiliate’s': 'buyer-data-not-shared',
    })
    for (const { reason, decision, deliveryId } of rows) {
      expect(decision).toBe(reason === 'matched' ? 'sent' : 'not-sent')
      expect(deliveryId === null).toBe(reason !== 'matched')
    }
  })

  it('shows an account only its own configurations', async () => {
    expect((await routing('affiliate')).reasons).toEqual({ 'affiliate’s': 'buyer-data-not-shared' })
    expect((await routing('partner')).reasons).toEqual({ 'partner’s': 'matched' })
    expect(Object.keys((await routing('producer')).reasons)).not.toContain('partner’s')
    expect((await routing('stranger')).status).toBe(404)
  })
})

describe('an event', () => {
  const see = (account: string) => postback.api('GET', `/v1/events/${eventId}`, undefined, { account })

  it('is shown whole to its producer, with the producer’s own deliveries', async () => {
    const { body } = await see('producer')
    expect(body.data.buyer.email).toBe('ana.souza@example.com')
    expect(body.deliveries).toHaveLength(1)
  })

  it('is shown to other accounts as it was sent to them, or without its data', async () => {
    const partner = await see('partner')
    expect(partner.body.data.product.id).toBe(1)
    expect(partner.body.deliveries).toHaveLength(1)
    const affiliate = await see('affiliate')
    expect(affiliate.body).toMatchObject({ data: null, deliveries: [] })
    expect(affiliate.text).not.toContain('ana.souza')
    expect((await see('stranger')).status).toBe(404)
  })

  it('is of a transaction that only the producer sees', async () => {
    const ask = (account: string) => postback.api('GET', '/v1/transactions/HP1', undefined, { account })
    expect((await ask('producer')).status).toBe(200)
    for (const account of ['partner', 'affiliate', 'stranger']) expect((await ask(account)).status).toBe(404)
  })
})
