import { describe, expect, it } from 'vitest'
import { withApprovedDate } from './approval.ts'

const sale = { purchase: { transaction: 'HP1' } }
const approved = (approved_date: number) => ({ purchase: { transaction: 'HP1', approved_date } })

describe('the moment of approval', () => {
  it('is the second in which the purchase becomes APPROVED', () => {
    expect(withApprovedDate(sale, { status: 'APPROVED', occurredAt: 5_999, before: null })).toEqual(approved(5_000))
    const nothing = { purchase: { transaction: 'HP1', approved_date: null } }
    expect(withApprovedDate(nothing, { status: 'APPROVED', occurredAt: 5_999, before: null })).toEqual(approved(5_000))
  })

  it('is kept over later updates, whatever they are', () => {
    for (const status of ['APPROVED', 'COMPLETED', 'REFUNDED', 'DELAYED']) {
      expect(withApprovedDate(sale, { status, occurredAt: 9_000, before: 5_000 })).toEqual(approved(5_000))
    }
  })

  it('is as it was reported', () => {
    expect(withApprovedDate(approved(1), { status: 'APPROVED', occurredAt: 9_000, before: 5_000 })).toEqual(approved(1))
  })

  it('is not invented', () => {
    for (const status of ['BILLET_PRINTED', 'COMPLETED', 'REFUNDED', 'CANCELED']) {
      expect(withApprovedDate(sale, { status, occurredAt: 9_000, before: null })).toBe(sale)
    }
  })
})
