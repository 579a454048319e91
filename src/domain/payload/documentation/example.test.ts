import { describe, expect, it } from 'vitest'
import { failingRows } from '../../../../test/support/failing-rows.ts'
import { eventNames, type PurchaseEvent, purchaseEvents } from '../../event.ts'
import { type JsonObject, valueAt } from '../../text/json.ts'
import { checkData } from '../checks/check.ts'
import { familyOf } from '../families/families.ts'
import { purchaseKinds } from '../families/purchase/kind.ts'
import { type PaymentType, paymentTypes } from '../families/purchase/payment.ts'
import { renderBody } from '../render/render.ts'
import { statusMismatch } from '../status.ts'
import { wholeSecond } from '../whole-second.ts'
import { exampleData } from './example.ts'

const now = Date.UTC(2026, 5, 30, 23, 59, 59, 999)
const facts = {
  product: { id: 7, name: 'Bread', ucode: 'u-7' },
  producer: { name: 'Padaria' },
  transaction: 'HP99000000000001',
  now,
}

describe.each(eventNames)('the example of %s', (event) => {
  const data = exampleData({ ...facts, event })

  it('is accepted, and has only fields of the event, in the form that is sent', () => {
    expect(checkData(event, data)).toEqual([])
    const body = renderBody({ event, version: '2.0.0', view: 'producer', id: 'x', creationDate: now, data })
    expect(JSON.parse(body.text).data).toEqual(data)
  })

  it('is about the given product', () => {
    const id = valueAt(data, ...familyOf(event).productAt, 'id')
    expect(id).toBe(event === 'CLUB_MODULE_COMPLETED' ? '7' : 7)
  })
})

describe.each(purchaseEvents)('the example of the purchase %s', (event) => {
  const data = exampleData({ ...facts, event })

  it('is accepted with every type of payment', async () => {
    const rows = paymentTypes.map((type) => [type, type] as const)
    const failing = await failingRows(rows, (paymentType) => {
      const paid = exampleData({ ...facts, event, paymentType, affiliate: { code: 'A1', name: 'One' } })
      expect(checkData(event, paid)).toEqual([])
      expect(valueAt(paid, 'purchase', 'payment', 'type')).toBe(paymentType)
    })
    expect(failing).toEqual([])
  })

  it('has the status of the event', () => {
    expect(statusMismatch(event, data)).toBeUndefined()
  })

  it('has commissions that add up to the price', () => {
    for (const affiliate of [undefined, { code: 'A1', name: 'One' }]) {
      const sale = exampleData({ ...facts, event, ...(affiliate && { affiliate }) })
      const cents = (sale.commissions as readonly JsonObject[]).map((entry) => Math.round(Number(entry.value) * 100))
      const price = Number(valueAt(sale, 'purchase', 'price', 'value'))
      expect(cents.reduce((sum, value) => sum + value)).toBe(Math.round(price * 100))
    }
  })

  it('is of a single purchase or of a subscription, as requested', () => {
    for (const kind of purchaseKinds) {
      const sale = exampleData({ ...facts, event, kind })
      expect(checkData(event, sale)).toEqual([])
      const body = renderBody({ event, version: '2.0.0', view: 'producer', id: 'x', creationDate: now, data: sale })
      expect(JSON.parse(body.text).data).toEqual(sale)
    }
    const single = exampleData({ ...facts, event, kind: 'single' })
    expect(single).not.toHaveProperty('subscription')
    expect(single.purchase).not.toHaveProperty('recurrence_number')
    expect(single.purchase).not.toHaveProperty('date_next_charge')
    const ordered = Number(valueAt(data, 'purchase', 'order_date'))
    expect(exampleData({ ...facts, event, kind: 'subscription' })).toMatchObject({
      purchase: {
        price: { value: 64.9 },
        recurrence_number: event === 'PURCHASE_DELAYED' ? 2 : 1,
        date_next_charge: ordered + 30 * 24 * 3_600_000,
      },
      subscription: { plan: { id: 731246, name: 'Monthly plan' }, subscriber: { code: 'I9OT62C3' } },
    })
  })

  it('was ordered before it was approved, and both before now', () => {
    const ordered = Number(valueAt(data, 'purchase', 'order_date'))
    const approved = Number(valueAt(data, 'purchase', 'approved_date') ?? ordered)
    expect(ordered).toBeLessThan(now)
    expect(approved).toBeGreaterThanOrEqual(ordered)
    expect(approved).toBeLessThanOrEqual(now)
  })
})

describe('the examples', () => {
  const payment = (event: PurchaseEvent, paymentType?: PaymentType) =>
    valueAt(exampleData({ ...facts, event, ...(paymentType && { paymentType }) }), 'purchase', 'payment')

  it('carry a boleto or a PIX code where one was issued', () => {
    expect(payment('PURCHASE_BILLET_PRINTED')).toMatchObject({ type: 'BILLET', billet_barcode: expect.any(String) })
    expect(payment('PURCHASE_APPROVED', 'PIX')).toMatchObject({
      pix_expiration_date: wholeSecond(now - 90_000) + 48 * 3_600_000,
      pix_code: expect.any(String),
    })
    expect(payment('PURCHASE_APPROVED')).toEqual({ type: 'CREDIT_CARD', installments_number: 1 })
  })

  it('give the reason of a refused payment', () => {
    expect(payment('PURCHASE_CANCELED')).toHaveProperty('refusal_reason')
    expect(payment('PURCHASE_DELAYED')).toHaveProperty('refusal_reason')
    expect(payment('PURCHASE_REFUNDED')).not.toHaveProperty('refusal_reason')
  })

  it('are of single purchases by default, but of a subscription for an overdue charge', () => {
    const subscribed = purchaseEvents.filter((event) => 'subscription' in exampleData({ ...facts, event }))
    expect(subscribed).toEqual(['PURCHASE_DELAYED'])
  })

  it('give the status of the subscription: started and not paid yet, active, or overdue', () => {
    const statusIn = (event: PurchaseEvent) =>
      valueAt(exampleData({ ...facts, event, kind: 'subscription' }), 'subscription', 'status')
    expect(Object.fromEntries(purchaseEvents.map((event) => [event, statusIn(event)]))).toEqual({
      PURCHASE_BILLET_PRINTED: 'STARTED',
      PURCHASE_CANCELED: 'STARTED',
      PURCHASE_EXPIRED: 'STARTED',
      PURCHASE_APPROVED: 'ACTIVE',
      PURCHASE_COMPLETE: 'ACTIVE',
      PURCHASE_PROTEST: 'ACTIVE',
      PURCHASE_REFUNDED: 'ACTIVE',
      PURCHASE_CHARGEBACK: 'ACTIVE',
      PURCHASE_DELAYED: 'DELAYED',
    })
  })
})
