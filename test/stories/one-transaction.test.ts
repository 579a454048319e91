import { describe, expect, it } from 'vitest'
import { purchaseEvents } from '../../src/domain/event.ts'
import { setStage } from '../support/stage.ts'

describe('a transaction', () => {
  it('keeps a partial refund without an event, and continues from the status before it', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, purchaseEvents)
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const patch = (status: string) => stage.ok('PATCH', '/v1/transactions/HP100', { purchase: { status } })
    expect(await patch('PARTIALLY_REFUNDED')).toMatchObject({ eventId: null, reason: 'unchanged' })
    const kept = await stage.ok('GET', '/v1/transactions/HP100')
    expect(kept).toMatchObject({ status: 'APPROVED', data: { purchase: { status: 'PARTIALLY_REFUNDED' } } })
    expect(await patch('APPROVED')).toMatchObject({ eventId: null })
    expect(await patch('REFUNDED')).toMatchObject({ event: 'PURCHASE_REFUNDED' })
  })

  it('of an order bump is separate, and names its parent', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, purchaseEvents)
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const bump = { is_order_bump: true, parent_purchase_transaction: 'HP100' }
    const conversion = { converted_value: 20.5, converted_to_currency: 'BRL', conversion_rate: 5.4 }
    await stage.ok('PUT', '/v1/transactions/HP101', {
      product: { id: 1000 },
      buyer: { email: 'ana@example.com' },
      commissions: [
        { value: 3.8, currency_value: 'USD', source: 'PRODUCER' },
        { value: 0.4, currency_value: 'USD', source: 'MARKETPLACE', currency_conversion: conversion },
      ],
      purchase: { status: 'APPROVED', order_bump: bump },
    })
    const bodies = (await site.arrivals(2)).map((it) => JSON.parse(it.body).data)
    const second = bodies.find((it) => it.purchase.transaction === 'HP101')
    expect(second.purchase.order_bump).toEqual(bump)
    expect(second.commissions[0]).toMatchObject({ source: 'MARKETPLACE', currency_conversion: conversion })
  })
})
