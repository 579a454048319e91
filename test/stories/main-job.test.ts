import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { Arrival } from '../receivers/ordinary.ts'
import { eventually, sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** The main job: a reported status becomes recorded deliveries. */

/** The verifier of another vendor, and the token compared as receivers do. */
function isGenuine(arrival: Arrival, secret: string, hottok: string): boolean {
  new Webhook(secret).verify(arrival.body, arrival.headers as Record<string, string>)
  return arrival.headers['x-hotmart-hottok'] === hottok
}

describe('a delivery', () => {
  it('arrives with the token and a signature that another vendor’s verifier accepts', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { secret } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    const { eventId } = await stage.report('PURCHASE_APPROVED', 'HP100')
    const [arrival] = await site.arrivals(1)
    if (!arrival) throw new Error('nothing arrived')
    expect(isGenuine(arrival, secret, hottok)).toBe(true)
    expect(arrival.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': eventId,
      'postback-attempt': '1',
      'postback-sequence': '1',
    })
    expect(arrival.headers['postback-test']).toBeUndefined()
    expect(JSON.parse(arrival.body)).toMatchObject({
      id: eventId,
      event: 'PURCHASE_APPROVED',
      version: '2.0.0',
      data: { product: { id: 1000 }, purchase: { transaction: 'HP100', status: 'APPROVED' } },
    })
  })

  it('is tried five times with the same bytes and the same id, and every answer is kept', async () => {
    const stage = await setStage()
    let asked = 0
    const site = await stage.receiver(() => ({
      status: 500 + asked++,
      headers: { 'x-try': String(asked) },
      body: `no ${asked}`,
    }))
    const { secret } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const failed = await stage.delivery('transaction=HP100', (it) => it.state === 'failed')
    const arrivals = await site.arrivals(5)
    expect(arrivals).toHaveLength(5)
    expect(new Set(arrivals.map((it) => it.body)).size).toBe(1)
    expect(new Set(arrivals.map((it) => it.headers['webhook-id'])).size).toBe(1)
    expect(arrivals.every((it) => isGenuine(it, secret, hottok))).toBe(true)
    expect(arrivals.map((it) => it.headers['postback-attempt'])).toEqual(['1', '2', '3', '4', '5'])
    expect(failed.payload).toBe(arrivals[0]?.body)
    expect(failed.attempts.map((it: { status: number }) => it.status)).toEqual([500, 501, 502, 503, 504])
    expect(failed.attempts.map((it: { response: { body: string } }) => it.response.body)).toEqual([
      'no 1',
      'no 2',
      'no 3',
      'no 4',
      'no 5',
    ])
    expect(failed.attempts[2].response.headers).toContainEqual({ name: 'x-try', value: '3' })
    expect(failed.actions.map((it: { kind: string }) => it.kind)).toEqual(['created', ...Array(5).fill('attempted')])
    expect(JSON.stringify(failed)).not.toContain(hottok)
    expect(JSON.stringify(failed)).not.toContain(secret)
  })

  it('ends its attempts with the first 2xx', async () => {
    const stage = await setStage()
    let asked = 0
    const site = await stage.receiver(() => ({ status: ++asked < 3 ? 503 : 204 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const delivered = await stage.delivery('transaction=HP100', (it) => it.state === 'delivered')
    expect(delivered.attempts.map((it: { status: number }) => it.status)).toEqual([503, 503, 204])
    expect(delivered).toMatchObject({ status: 204, nextAttemptAt: null })
  })

  it('can be processed again: a new series, the same bytes, and a record of who asked for it', async () => {
    const stage = await setStage()
    let healthy = false
    const site = await stage.receiver(() => ({ status: healthy ? 200 : 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const failed = await stage.delivery('transaction=HP100', (it) => it.state === 'failed')
    healthy = true
    await stage.ok('POST', `/v1/deliveries/${failed.id}/resend`)
    const delivered = await stage.delivery('transaction=HP100', (it) => it.state === 'delivered')
    expect(delivered.attempts.at(-1)).toMatchObject({
      series: 2,
      inSeries: 1,
      number: 6,
      trigger: 'manual',
      status: 200,
    })
    expect(delivered.actions).toContainEqual(expect.objectContaining({ kind: 'processed-again', by: 'platform' }))
    const arrivals = await site.arrivals(6)
    expect(new Set(arrivals.map((it) => `${it.headers['webhook-id']} ${it.body}`)).size).toBe(1)
  })

  it('stays delivered when a later series fails', async () => {
    const stage = await setStage()
    let healthy = true
    const site = await stage.receiver(() => ({ status: healthy ? 200 : 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const { id } = await stage.delivery('transaction=HP100', (it) => it.state === 'delivered')
    healthy = false
    await stage.ok('POST', `/v1/deliveries/${id}/resend`)
    await site.arrivals(6)
    const after = await stage.delivery('transaction=HP100', (it) => it.state === 'delivered' && it.attemptsTotal === 6)
    expect(after.attempts.map((it: { status: number }) => it.status)).toEqual([200, 500, 500, 500, 500, 500])
  })

  it('is processed again by one series at a time', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    const site = await stage.receiver(() => ({ status: 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const { id } = await stage.delivery('transaction=HP100', (it) => it.state === 'retrying')
    await stage.ok('POST', `/v1/deliveries/${id}/resend`)
    const second = await stage.postback.api('POST', `/v1/deliveries/${id}/resend`, undefined, { account: 'producer' })
    expect(second).toMatchObject({ status: 409, body: { code: 'series_open' } })
  })

  it('waits as long as the receiver asks for with Retry-After', async () => {
    const stage = await setStage()
    const site = await stage.receiver(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const waiting = await stage.delivery('transaction=HP100', (it) => it.state === 'retrying')
    expect(Date.parse(waiting.nextAttemptAt) - Date.parse(waiting.lastAttemptAt)).toBeGreaterThanOrEqual(3_600_000)
  })

  it('carries the token in the body, too, if the configuration wants it, and shows it masked', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { secret } = await stage.configure(site.url, ['PURCHASE_APPROVED'], { hottokInBody: true })
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const [arrival] = await site.arrivals(1)
    if (!arrival) throw new Error('nothing arrived')
    expect(isGenuine(arrival, secret, hottok)).toBe(true)
    expect(JSON.parse(arrival.body).hottok).toBe(hottok)
    const shown = await stage.delivery('transaction=HP100', (it) => it.state === 'delivered')
    expect(shown.payload).not.toContain(hottok)
    expect(JSON.parse(shown.payload).hottok).toMatch(/^•+$/)
  })
})

describe('a reported update', () => {
  it('makes an event for a new status only', async () => {
    const stage = await setStage()
    expect(await stage.report('PURCHASE_APPROVED', 'HP1')).toMatchObject({ event: 'PURCHASE_APPROVED', deliveries: 0 })
    expect(await stage.report('PURCHASE_APPROVED', 'HP1')).toMatchObject({ eventId: null, deliveries: 0 })
    expect(await stage.report('PURCHASE_COMPLETE', 'HP1')).toMatchObject({ event: 'PURCHASE_COMPLETE' })
  })

  it('may say only what changed', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_REFUNDED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const patch = await stage.postback.api(
      'PATCH',
      '/v1/transactions/HP1',
      { purchase: { status: 'REFUNDED' }, buyer: { name: 'New Name' } },
      {
        headers: { 'content-type': 'application/merge-patch+json' },
      },
    )
    expect(patch).toMatchObject({ status: 202, body: { event: 'PURCHASE_REFUNDED', deliveries: 1 } })
    const [arrival] = await site.arrivals(1)
    const { data } = JSON.parse(arrival?.body ?? '{}')
    expect(data.buyer).toMatchObject({
      name: 'New Name',
      email: sale('PURCHASE_APPROVED', 'HP1').buyer && expect.stringContaining('@example.com'),
    })
    expect(data.purchase.status).toBe('REFUNDED')
  })

  it('cannot patch what was never reported', async () => {
    const stage = await setStage()
    const patch = await stage.postback.api(
      'PATCH',
      '/v1/transactions/HP1',
      { purchase: { status: 'REFUNDED' } },
      {
        headers: { 'content-type': 'application/merge-patch+json' },
      },
    )
    expect(patch).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('that is older than the current state changes nothing, unless the caller asks for it', async () => {
    const stage = await setStage()
    await stage.report('PURCHASE_REFUNDED', 'HP1')
    const late = (query: string) =>
      stage.ok('PUT', `/v1/transactions/HP1?occurredAt=2020-01-01T00:00:00Z${query}`, sale('PURCHASE_APPROVED', 'HP1'))
    expect(await late('')).toMatchObject({ eventId: null, reason: 'stale' })
    expect(await late('&emitStale=true')).toMatchObject({ event: 'PURCHASE_APPROVED' })
    const { status } = await stage.ok('GET', '/v1/transactions/HP1')
    expect(status).toBe('REFUNDED')
  })

  it.each([
    ['PUT', () => ({ ...sale('PURCHASE_REFUNDED', 'HP1') })],
    ['PATCH', () => ({ purchase: { status: 'REFUNDED' } })],
    ['POST', () => ({ event: 'PURCHASE_REFUNDED', data: sale('PURCHASE_REFUNDED', 'HP1') })],
  ])('without a date is never stale, by %s, even if the platform’s clock is ahead', async (method, body) => {
    const stage = await setStage()
    const ahead = new Date(Date.now() + 4 * 60_000).toISOString()
    await stage.ok('PUT', `/v1/transactions/HP1?occurredAt=${ahead}`, sale('PURCHASE_APPROVED', 'HP1'))
    const path = method === 'POST' ? '/v1/events' : '/v1/transactions/HP1'
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const reply = await stage.postback.api(method, path, body(), { headers: { 'content-type': type } })
    expect(reply.status, reply.text).toBe(202)
    expect(reply.body.eventId).not.toBeNull()
    const { status, occurredAt } = await stage.ok('GET', '/v1/transactions/HP1')
    expect(status).toBe('REFUNDED')
    if (occurredAt !== undefined) expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(Date.parse(ahead))
    // Nor is the next one: an update without a date comes after the current state.
    await stage.report('PURCHASE_CHARGEBACK', 'HP1')
    expect((await stage.ok('GET', '/v1/transactions/HP1')).status).toBe('CHARGEBACK')
  })

  it('with a status that makes no event is kept, too', async () => {
    const stage = await setStage()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const partial = { ...sale('PURCHASE_APPROVED', 'HP1') } as Record<string, Record<string, unknown>>
    partial.purchase = { ...partial.purchase, status: 'PARTIALLY_REFUNDED' }
    expect(await stage.ok('PUT', '/v1/transactions/HP1', partial)).toMatchObject({ eventId: null })
    expect(await stage.report('PURCHASE_APPROVED', 'HP1')).toMatchObject({ eventId: null })
  })

  it('may repeat DELAYED under another name', async () => {
    const stage = await setStage()
    await stage.report('PURCHASE_DELAYED', 'HP1')
    expect(await stage.report('PURCHASE_DELAYED', 'HP1')).toMatchObject({ eventId: null })
    const second = await stage.ok('PUT', '/v1/transactions/HP1?occurrence=second-try', sale('PURCHASE_DELAYED', 'HP1'))
    expect(second).toMatchObject({ event: 'PURCHASE_DELAYED' })
  })

  it('may use either spelling; receivers get the one that they know', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_COMPLETE'])
    const data = { ...sale('PURCHASE_COMPLETE', 'HP1') } as Record<string, Record<string, unknown>>
    data.purchase = { ...data.purchase, status: 'COMPLETE' }
    await stage.ok('PUT', '/v1/transactions/HP1', data)
    const [arrival] = await site.arrivals(1)
    expect(JSON.parse(arrival?.body ?? '{}').data.purchase.status).toBe('COMPLETED')
  })

  it('passes unknown fields on', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const data = { ...sale('PURCHASE_APPROVED', 'HP1'), brand_new: { nested: [1, 2.5, 'três'] } }
    await stage.ok('PUT', '/v1/transactions/HP1', data)
    const [arrival] = await site.arrivals(1)
    expect(JSON.parse(arrival?.body ?? '{}').data.brand_new).toEqual({ nested: [1, 2.5, 'três'] })
  })
})

describe('rotation', () => {
  it('of a signing secret signs with both secrets for the time that was asked for', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id, secret } = await stage.configure(site.url, ['PURCHASE_APPROVED', 'PURCHASE_COMPLETE'])
    await stage.ok('POST', `/v1/configurations/${id}/secrets/rotate`, { overlapHours: 1 })
    const { data } = await stage.ok('GET', `/v1/configurations/${id}/secrets`)
    expect(data).toHaveLength(2)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const [first] = await site.arrivals(1)
    expect(String(first?.headers['webhook-signature']).split(' ')).toHaveLength(2)
    for (const each of data)
      new Webhook(each.secret).verify(first?.body ?? '', first?.headers as Record<string, string>)
    await stage.ok('POST', `/v1/configurations/${id}/secrets/rotate`, { overlapHours: 0 })
    await stage.report('PURCHASE_COMPLETE', 'HP1')
    const second = (await site.arrivals(2))[1]
    expect(() => new Webhook(secret).verify(second?.body ?? '', second?.headers as Record<string, string>)).toThrow()
  })

  it('of the token keeps sending the old one until the chosen time, except to configurations that switch early', async () => {
    const stage = await setStage()
    const [late, early] = [await stage.receiver(), await stage.receiver()]
    await stage.configure(late.url, ['PURCHASE_APPROVED'])
    const { id } = await stage.configure(early.url, ['PURCHASE_APPROVED'])
    const before = await stage.ok('GET', '/v1/hottok')
    const switchAt = new Date(Date.now() + 3_600_000).toISOString()
    const rotated = await stage.ok('POST', '/v1/hottok/rotate', { switchAt })
    expect(rotated).toMatchObject({ hottok: before.hottok, switchAt })
    expect(rotated.next).not.toBe(before.hottok)
    await stage.ok('POST', `/v1/configurations/${id}/use-new-hottok`)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    expect((await late.arrivals(1))[0]?.headers['x-hotmart-hottok']).toBe(before.hottok)
    expect((await early.arrivals(1))[0]?.headers['x-hotmart-hottok']).toBe(rotated.next)
  })
})

describe('a test', () => {
  it('goes to configurations and other URLs together, marked as a test, coherent and never counted', async () => {
    const stage = await setStage()
    const [site, free] = [await stage.receiver(), await stage.receiver()]
    const { id } = await stage.configure(site.url, ['PURCHASE_REFUNDED'])
    const { deliveryIds } = await stage.ok('POST', '/v1/tests', {
      event: 'PURCHASE_APPROVED',
      configurationIds: [id],
      urls: [free.url],
      data: { buyer: { name: 'Maria Teste' } },
    })
    expect(deliveryIds).toHaveLength(2)
    const [toSite] = await site.arrivals(1)
    const [toFree] = await free.arrivals(1)
    for (const arrival of [toSite, toFree]) {
      expect(arrival?.headers['postback-test']).toBe('true')
      expect(JSON.parse(arrival?.body ?? '{}').data).toMatchObject({
        product: { id: 1000, name: 'Baking Bread at Home' },
        buyer: { name: 'Maria Teste', email: expect.stringContaining('@example.com') },
      })
    }
    expect(toSite?.headers['x-hotmart-hottok']).toBeDefined()
    expect(toFree?.headers['x-hotmart-hottok']).toBeUndefined()
    const { secret } = await stage.ok('GET', '/v1/tests/secret')
    new Webhook(secret).verify(toFree?.body ?? '', toFree?.headers as Record<string, string>)
    await stage.deliveries('test=true&state=delivered', (all) => all.length === 2)
    const { data } = await stage.ok('GET', '/v1/stats?groupBy=state&interval=day')
    expect(data).toEqual([])
  })

  it('reaches a disabled configuration too, and is limited', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.ok('POST', `/v1/configurations/${id}/disable`)
    await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_EXPIRED', configurationIds: [id] })
    await site.arrivals(1)
    const free = await stage.receiver()
    const answers = []
    for (let i = 0; i < 11; i++) {
      const { status } = await stage.postback.api(
        'POST',
        '/v1/tests',
        { event: 'PURCHASE_EXPIRED', urls: [free.url] },
        { account: 'producer' },
      )
      answers.push(status)
    }
    expect(answers).toEqual([...Array(10).fill(202), 429])
  })
})

describe('affiliates and co-producers', () => {
  it('get their own view, and the payment slip only when the producer shares the buyer’s data', async () => {
    const stage = await setStage()
    const [shut, open, co] = [await stage.receiver(), await stage.receiver(), await stage.receiver()]
    for (const name of ['shut', 'open', 'co']) await stage.ok('PUT', `/v1/accounts/${name}`, { name })
    await stage.ok('PUT', '/v1/products/1000', {
      name: 'Baking Bread at Home',
      accountId: 'producer',
      coProducers: ['co'],
    })
    await stage.ok('PUT', '/v1/products/1000/affiliates/S1', {
      accountId: 'shut',
      name: 'Shut',
      sharesBuyerData: false,
    })
    await stage.ok('PUT', '/v1/products/1000/affiliates/O1', { accountId: 'open', name: 'Open', sharesBuyerData: true })
    const events = ['PURCHASE_BILLET_PRINTED', 'PURCHASE_APPROVED']
    for (const [name, site] of [
      ['shut', shut],
      ['open', open],
      ['co', co],
    ] as const) {
      await stage.ok('POST', '/v1/configurations', { name, url: site.url, events }, name)
    }
    const soldBy = (event: 'PURCHASE_BILLET_PRINTED' | 'PURCHASE_APPROVED', code: string, transaction: string) =>
      stage.ok('PUT', `/v1/transactions/${transaction}`, {
        ...sale(event, transaction),
        affiliates: [{ affiliate_code: code, name: 'A' }],
      })

    expect(await soldBy('PURCHASE_BILLET_PRINTED', 'S1', 'HP1')).toMatchObject({ deliveries: 1 }) // the co-producer's
    expect(await soldBy('PURCHASE_BILLET_PRINTED', 'O1', 'HP2')).toMatchObject({ deliveries: 2 })
    expect(await soldBy('PURCHASE_APPROVED', 'S1', 'HP3')).toMatchObject({ deliveries: 2 })
    const slip = JSON.parse((await open.arrivals(1))[0]?.body ?? '{}').data
    expect(slip.purchase.payment.billet_barcode).toBeDefined()
    expect(slip.buyer.email).toContain('@example.com')
    const [approved] = await shut.arrivals(1)
    expect(approved?.body).not.toContain(slip.buyer.email)
    expect(JSON.parse(approved?.body ?? '{}').data.buyer).toBeUndefined()
    await co.arrivals(3)
    const { data } = await stage.ok('GET', '/v1/deliveries', undefined, 'shut')
    expect(data).toHaveLength(1)
    const [event] = (await stage.ok('GET', '/v1/transactions/HP1')).events
    const routing = await stage.postback.api('GET', `/v1/events/${event.id}/routing`)
    expect(routing.text).toContain('buyer-data-not-shared')
  })

  it('do not get a body with buyer data after the producer has stopped sharing it', async () => {
    const stage = await setStage()
    const { promise: withdrawn, resolve: answer } = Promise.withResolvers<void>()
    const site = await stage.receiver(async () => {
      await withdrawn
      return { status: 500 }
    })
    await stage.ok('PUT', '/v1/accounts/aff', { name: 'aff' })
    const affiliation = (sharesBuyerData: boolean) =>
      stage.ok('PUT', '/v1/products/1000/affiliates/A1', { accountId: 'aff', name: 'A', sharesBuyerData })
    await affiliation(true)
    await stage.ok('POST', '/v1/configurations', { name: 'a', url: site.url, events: ['PURCHASE_APPROVED'] }, 'aff')
    await stage.ok('PUT', '/v1/transactions/HP1', {
      ...sale('PURCHASE_APPROVED', 'HP1'),
      affiliates: [{ affiliate_code: 'A1', name: 'A' }],
    })
    await site.arrivals(1)
    await affiliation(false)
    answer()
    const list = async () => (await stage.ok('GET', '/v1/deliveries', undefined, 'aff')).data
    const [cancelled] = await eventually(list, ([it]) => it.state === 'cancelled')
    expect(cancelled.cancelReason).toBe('consent withdrawn')
    expect(site.arrived).toHaveLength(1)
  })
})
