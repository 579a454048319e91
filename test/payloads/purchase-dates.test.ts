import { describe, expect, it } from 'vitest'
import { isJsonObject, type JsonObject } from '../../src/domain/text/json.ts'
import { sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** The moments of approval and of the order: derived if the platform leaves them out, and kept from then on. */

/** A sale, reported by a platform that does not keep the moment of approval. */
function saleWithoutDate(event: Parameters<typeof sale>[0], transaction: string, more: JsonObject = {}): JsonObject {
  const { purchase, ...rest } = sale(event, transaction)
  const { approved_date: _, ...undated } = isJsonObject(purchase) ? purchase : {}
  return { ...rest, purchase: { ...undated, ...more } }
}

async function stageWithReceiver() {
  const stage = await setStage()
  const site = await stage.receiver()
  await stage.configure(site.url, [
    'PURCHASE_BILLET_PRINTED',
    'PURCHASE_APPROVED',
    'PURCHASE_COMPLETE',
    'PURCHASE_REFUNDED',
    'PURCHASE_CANCELED',
  ])
  const dates = async (count: number) =>
    (await site.arrivals(count))
      .map(({ body }) => JSON.parse(body))
      .toSorted((a, b) => a.creation_date - b.creation_date)
      .map(({ event, data }) => [event, data.purchase.approved_date])
  return { stage, dates }
}

describe('the moment of approval', () => {
  it('is when the purchase became APPROVED, to the second, in all later events', async () => {
    const { stage, dates } = await stageWithReceiver()
    const at = (time: string) => `/v1/transactions/HP1?occurredAt=2026-01-15T${time}Z`
    await stage.ok('PUT', at('12:00:00.123'), saleWithoutDate('PURCHASE_BILLET_PRINTED', 'HP1'))
    await stage.ok('PATCH', at('12:05:06.789'), { purchase: { status: 'APPROVED' } })
    await stage.ok('PUT', at('13:00:00.000'), saleWithoutDate('PURCHASE_COMPLETE', 'HP1'))
    await stage.ok('PATCH', at('14:00:00.000'), { purchase: { status: 'REFUNDED' } })
    const approved = Date.UTC(2026, 0, 15, 12, 5, 6)
    expect(await dates(4)).toEqual([
      ['PURCHASE_BILLET_PRINTED', undefined],
      ['PURCHASE_APPROVED', approved],
      ['PURCHASE_COMPLETE', approved],
      ['PURCHASE_REFUNDED', approved],
    ])
    const { data } = await stage.ok('GET', '/v1/transactions/HP1')
    expect(data.purchase.approved_date).toBe(approved)
  })

  it('is not invented for a purchase that was never approved', async () => {
    const { stage, dates } = await stageWithReceiver()
    await stage.ok('PUT', '/v1/transactions/HP2', saleWithoutDate('PURCHASE_BILLET_PRINTED', 'HP2'))
    await stage.ok('PATCH', '/v1/transactions/HP2', { purchase: { status: 'CANCELED' } })
    await stage.ok('PATCH', '/v1/transactions/HP2', { purchase: { status: 'REFUNDED' } })
    expect((await dates(3)).map(([, date]) => date)).toEqual([undefined, undefined, undefined])
  })

  it('is not repeated in an event of an unpaid purchase, unless it is reported with that event', async () => {
    const { stage, dates } = await stageWithReceiver()
    const at = (time: string, transaction: string) => `/v1/transactions/${transaction}?occurredAt=2026-01-15T${time}Z`
    await stage.ok('PUT', at('12:00:00', 'HP4'), saleWithoutDate('PURCHASE_APPROVED', 'HP4'))
    await stage.ok('PATCH', at('12:00:01', 'HP4'), { purchase: { status: 'CANCELED' } })
    await stage.ok('PATCH', at('12:00:02', 'HP4'), { purchase: { status: 'REFUNDED' } })
    const reported = saleWithoutDate('PURCHASE_CANCELED', 'HP5', { approved_date: 1_768_478_400_000 })
    await stage.ok('PUT', at('12:00:03', 'HP5'), reported)
    const approved = Date.UTC(2026, 0, 15, 12)
    expect(await dates(4)).toEqual([
      ['PURCHASE_APPROVED', approved],
      ['PURCHASE_CANCELED', undefined],
      ['PURCHASE_REFUNDED', approved],
      ['PURCHASE_CANCELED', 1_768_478_400_000],
    ])
  })

  it('is new for the next charge', async () => {
    const { stage, dates } = await stageWithReceiver()
    const at = (time: string) => `/v1/transactions/HP3?occurredAt=2026-01-15T${time}Z`
    await stage.ok('PUT', at('12:00:00'), saleWithoutDate('PURCHASE_APPROVED', 'HP3', { recurrence_number: 1 }))
    await stage.ok('PUT', at('13:00:00'), saleWithoutDate('PURCHASE_APPROVED', 'HP3', { recurrence_number: 2 }))
    expect((await dates(2)).map(([, date]) => date)).toEqual([Date.UTC(2026, 0, 15, 12), Date.UTC(2026, 0, 15, 13)])
  })
})

describe('the moment of the order', () => {
  it('is that of the first update, in all later events, and new for the next charge', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_BILLET_PRINTED', 'PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
    const undated = (event: Parameters<typeof sale>[0], more: JsonObject = {}) =>
      saleWithoutDate(event, 'HP6', { order_date: null, ...more })
    const at = (time: string) => `/v1/transactions/HP6?occurredAt=2026-01-15T${time}Z`
    await stage.ok('PUT', at('12:00:00.123'), undated('PURCHASE_BILLET_PRINTED'))
    await stage.ok('PATCH', at('13:00:00'), { purchase: { status: 'APPROVED' } })
    await stage.ok('PUT', at('14:00:00'), undated('PURCHASE_REFUNDED'))
    await stage.ok('PUT', at('15:00:00'), undated('PURCHASE_APPROVED', { recurrence_number: 1 }))
    const ordered = Date.UTC(2026, 0, 15, 12)
    const sent = (await site.arrivals(4)).map(({ body }) => JSON.parse(body))
    expect(
      sent.toSorted((a, b) => a.creation_date - b.creation_date).map(({ data }) => data.purchase.order_date),
    ).toEqual([ordered, ordered, ordered, Date.UTC(2026, 0, 15, 15)])
  })
})
