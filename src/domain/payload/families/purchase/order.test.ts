import { describe, expect, it } from 'vitest'
import { withOrderDate } from './order.ts'

const sale = { purchase: { transaction: 'HP1' } }
const ordered = (order_date: number) => ({ purchase: { transaction: 'HP1', order_date } })

describe('the moment of the order', () => {
  it('is the second of the first update', () => {
    expect(withOrderDate(sale, { occurredAt: 5_999, before: null })).toEqual(ordered(5_000))
    const nothing = { purchase: { transaction: 'HP1', order_date: null } }
    expect(withOrderDate(nothing, { occurredAt: 5_999, before: null })).toEqual(ordered(5_000))
  })

  it('is kept over later updates', () => {
    expect(withOrderDate(sale, { occurredAt: 9_000, before: 5_000 })).toEqual(ordered(5_000))
  })

  it('is not after the approval', () => {
    const approved = { purchase: { transaction: 'HP1', approved_date: 3_000 } }
    expect(withOrderDate(approved, { occurredAt: 9_000, before: null })).toEqual({
      purchase: { transaction: 'HP1', approved_date: 3_000, order_date: 3_000 },
    })
  })

  it('is as it was reported', () => {
    const reported = ordered(1)
    expect(withOrderDate(reported, { occurredAt: 9_000, before: 5_000 })).toBe(reported)
  })
})
