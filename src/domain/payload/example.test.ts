import { describe, expect, it } from 'vitest'
import { eventNames, type PurchaseEvent, purchaseEvents } from '../event.ts'
import { type JsonObject, valueAt } from '../json.ts'
import { checkData } from './check.ts'
import { exampleData } from './example.ts'
import { familyOf } from './families.ts'
import { type PaymentType, paymentTypes } from './purchase/payment.ts'
import { renderBody } from './render.ts'
import { statusMismatch } from './status.ts'
import { wholeSecond } from './whole-second.ts'

const now = Date.UTC(2026, 5, 30, 23, 59, 59, 999)
const facts = {
  product: { id: 7, name: 'Bread', ucode: 'u-7' },
  producer: { name: 'Padaria' },
  transaction: 'HP99000000000001',
  now,
}

describe.each(eventNames)('the example of %s', (event) => {
  const data = exampleData({ ...facts, event })

  it('is accepted, and holds only what belongs to the event, as it is sent', () => {
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

  it.each(paymentTypes)('is accepted when paid by %s', (paymentType) => {
    const paid = exampleData({ ...facts, event, paymentType, affiliate: { code: 'A1', name: 'One' } })
    expect(checkData(event, paid)).toEqual([])
    expect(valueAt(paid, 'purchase', 'payment', 'type')).toBe(paymentType)
  })

  it('has the status of the event', () => {
    expect(statusMismatch(event, data)).toBeUndefined()
  })

  it('has commissions that add up to the price', () => {
    for (const affiliate of [undefined, { code: 'A1', name: 'One' }]) {
      const sale = exampleData({ ...facts, event, ...(affiliate && { affiliate }) })
      const cents = (sale.commissions as readonly JsonObject[]).map((entry) => Math.round(Number(entry.value) * 100))
      expect(cents.reduce((sum, value) => sum + value)).toBe(197_00)
    }
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

  it('say why a payment was refused', () => {
    expect(payment('PURCHASE_CANCELED')).toHaveProperty('refusal_reason')
    expect(payment('PURCHASE_DELAYED')).toHaveProperty('refusal_reason')
    expect(payment('PURCHASE_REFUNDED')).not.toHaveProperty('refusal_reason')
  })

  it('are about a subscription when a charge is overdue', () => {
    const delayed = exampleData({ ...facts, event: 'PURCHASE_DELAYED' })
    expect(valueAt(delayed, 'subscription', 'subscriber', 'code')).toBe('I9OT62C3')
    expect(valueAt(delayed, 'purchase', 'recurrence_number')).toBe(2)
  })
})
