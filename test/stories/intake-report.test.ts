import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/domain/text/json.ts'
import { isJsonObject } from '../../src/domain/text/json.ts'
import { sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** Fields that are not in the dictionary: the producer gets them unchanged, and a report lists them for the platform. */

const gift = '{"from":"Bia","notes":["é","\u2028",1e-7,null,{"z":1,"a":-0.5}],"":true}'

/** A sale with unknown fields in all places. */
function saleWithNews(transaction: string): JsonObject {
  const { purchase, ...rest } = sale('PURCHASE_APPROVED', transaction)
  const commissions = [
    { value: 20, source: 'MARKETPLACE', tax: 1 },
    { value: 177, source: 'PRODUCER', tax: 9 },
  ]
  return { ...rest, commissions, purchase: { ...(isJsonObject(purchase) ? purchase : {}), gift: JSON.parse(gift) } }
}

const report = async (stage: Stage) => (await stage.ok('GET', '/v1/intake/unknown-fields')).data

describe('an undocumented field', () => {
  it('is sent to the producer byte for byte, and not to an affiliate', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const theirs = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.ok('PUT', '/v1/accounts/aff', { name: 'Affiliate' })
    await stage.ok('PUT', '/v1/products/1000/affiliates/A1', { accountId: 'aff', name: 'A', sharesBuyerData: true })
    await stage.ok(
      'POST',
      '/v1/configurations',
      { name: 'Mine', url: theirs.url, events: ['PURCHASE_APPROVED'] },
      'aff',
    )
    const affiliates = [{ affiliate_code: 'A1', name: 'A' }]
    await stage.ok('PUT', '/v1/transactions/HP1', { ...saleWithNews('HP1'), affiliates })
    const [arrival] = await site.arrivals(1)
    expect(arrival?.body).toContain(`"gift":${gift}`)
    const [other] = await theirs.arrivals(1)
    expect(other?.body).not.toContain('gift')
    expect(other?.body).not.toContain('tax')
  })

  it('is counted once for each event that holds it, on every route, across a restart', async () => {
    const stage = await setStage()
    await stage.ok('PUT', '/v1/transactions/HP1', saleWithNews('HP1'))
    await stage.ok('PUT', '/v1/transactions/HP1', saleWithNews('HP1'))
    const change = { purchase: { status: 'COMPLETED' }, mood: 'good' }
    await stage.ok('PATCH', '/v1/transactions/HP1', change)
    expect(await report(stage)).toMatchObject([
      { event: 'PURCHASE_APPROVED', field: 'data.commissions[].tax', count: 1 },
      { event: 'PURCHASE_APPROVED', field: 'data.purchase.gift', count: 1 },
      { event: 'PURCHASE_COMPLETE', field: 'data.commissions[].tax', count: 1 },
      { event: 'PURCHASE_COMPLETE', field: 'data.mood', count: 1 },
      { event: 'PURCHASE_COMPLETE', field: 'data.purchase.gift', count: 1 },
    ])

    await stage.ok('POST', '/v1/events', { event: 'PURCHASE_APPROVED', data: saleWithNews('HP2') })
    const last = await stage.ok('POST', '/v1/events', {
      event: 'PURCHASE_APPROVED',
      data: { ...sale('PURCHASE_APPROVED', 'HP3'), commissions: [{ tax: 3 }] },
    })
    await stage.postback.restart()
    const [first, second] = await report(stage)
    expect(first).toMatchObject({ field: 'data.commissions[].tax', count: 3, lastEventId: last.eventId })
    expect(Date.parse(first.lastSeenAt)).toBeGreaterThanOrEqual(Date.parse(first.firstSeenAt))
    expect(second).toMatchObject({ event: 'PURCHASE_APPROVED', field: 'data.purchase.gift', count: 2 })
  })

  it('is not counted when it makes no event (refused or unchanged), or in a test', async () => {
    const stage = await setStage()
    const refused = await stage.postback.api('POST', '/v1/events', {
      event: 'PURCHASE_APPROVED',
      data: { ...saleWithNews('HP1'), product: { id: 4711 } },
    })
    expect(refused.status).toBe(422)
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await stage.ok('PUT', '/v1/transactions/HP2', saleWithNews('HP2'))
    const site = await stage.receiver()
    await stage.ok('POST', '/v1/tests', {
      event: 'PURCHASE_APPROVED',
      productId: 1000,
      urls: [site.url],
      data: { gift: 1 },
    })
    await site.arrivals(1)
    expect(await report(stage)).toEqual([])
  })

  it('is counted in the metrics by event, not by name', async () => {
    const stage = await setStage()
    await stage.ok('PUT', '/v1/transactions/HP1', saleWithNews('HP1'))
    const { text } = await stage.postback.api('GET', '/metrics')
    expect(text).toContain('postback_unknown_fields_total{type="PURCHASE_APPROVED"} 2')
    expect(text).not.toContain('gift')
  })

  it('is reported to the platform only, without its value', async () => {
    const stage = await setStage()
    await stage.ok('PUT', '/v1/transactions/HP1', saleWithNews('HP1'))
    const { text } = await stage.postback.api('GET', '/v1/intake/unknown-fields')
    expect(text).toContain('data.purchase.gift')
    expect(text).not.toContain('Bia')
    const { status } = await stage.postback.api('GET', '/v1/intake/unknown-fields', undefined, { key: null })
    expect(status).toBe(401)
  })

  it('can come in any number, and the report stays within its size', async () => {
    const stage = await setStage()
    for (let round = 0; round < 60; round++) {
      const news = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${round}_${i}`, i]))
      const data = { ...sale('PURCHASE_APPROVED', `HP${round}`), ...news }
      await stage.ok('POST', '/v1/events', { event: 'PURCHASE_APPROVED', data })
    }
    const fields = await report(stage)
    expect(fields).toHaveLength(1_001)
    expect(fields[0]).toMatchObject({ event: 'PURCHASE_APPROVED', field: null, count: 200 })
  })
})

describe('a value that is not in the documented list', () => {
  it('is sent unchanged, and reported to the platform with its field', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const { purchase, ...rest } = sale('PURCHASE_APPROVED', 'HP1')
    const payment = { type: 'APPLE_PAY', installments_number: 0 }
    await stage.ok('PUT', '/v1/transactions/HP1', {
      ...rest,
      purchase: { ...(isJsonObject(purchase) ? purchase : {}), payment },
    })
    const [arrival] = await site.arrivals(1)
    expect(JSON.parse(arrival?.body ?? '').data.purchase.payment).toEqual(payment)
    expect(await report(stage)).toMatchObject([
      { event: 'PURCHASE_APPROVED', field: 'data.purchase.payment.type', value: 'APPLE_PAY', count: 1 },
    ])
  })

  it('is listed up to twenty times per field, so that numbers in the wrong place stay out of the report', async () => {
    const stage = await setStage()
    for (let i = 0; i < 25; i++) {
      const data = sale('PURCHASE_APPROVED', `HP${i}`)
      const buyer = isJsonObject(data.buyer) ? data.buyer : {}
      await stage.ok('PUT', `/v1/transactions/HP${i}`, {
        ...data,
        buyer: { ...buyer, document_type: `5299822472${i}` },
      })
    }
    const values = await report(stage)
    expect(values).toHaveLength(21)
    expect(values[0]).toMatchObject({ field: 'data.buyer.document_type', value: null, count: 5 })
  })
})

describe('a field that Hotmart always sends', () => {
  const missing = async (stage: Stage) => (await stage.ok('GET', '/v1/intake/missing-fields')).data

  it('is reported to the platform when its updates lack it', async () => {
    const stage = await setStage()
    const bare = { product: { id: 1000 }, buyer: { email: 'a@example.com' }, purchase: { status: 'APPROVED' } }
    for (const code of ['HP1', 'HP2']) await stage.ok('PUT', `/v1/transactions/${code}`, bare)
    await stage.ok('PUT', '/v1/transactions/HP3', sale('PURCHASE_APPROVED', 'HP3'))
    const fields = await missing(stage)
    expect(fields).toContainEqual(expect.objectContaining({ field: 'data.purchase.payment', count: 2 }))
    expect(fields).toContainEqual(expect.objectContaining({ field: 'data.buyer.name', count: 2 }))
    expect(await report(stage)).toEqual([])
  })
})
