import { describe, expect, it } from 'vitest'
import { moveTransaction, type StatusReport, type TransactionState } from './transaction.ts'

const approved: TransactionState = {
  transaction: 'HP1',
  productId: 1,
  status: 'APPROVED',
  recurrence: 1,
  occurrence: '',
  sequence: 1,
  eventId: null,
  occurredAt: 1000,
  updatedAt: 1000,
}
const report = (change: Partial<StatusReport>): StatusReport => ({
  status: 'APPROVED',
  silent: false,
  recurrence: 1,
  occurrence: '',
  occurredAt: 2000,
  emitStale: false,
  ...change,
})

describe('transaction', () => {
  it.each([
    ['the first status', null, report({}), 'emit'],
    ['another status', approved, report({ status: 'REFUNDED' }), 'emit'],
    ['the same status again', approved, report({}), 'keep'],
    ['the same status of the next recurrence', approved, report({ recurrence: 2 }), 'emit'],
    [
      'a repeated DELAYED with another occurrence',
      { ...approved, status: 'DELAYED' },
      report({ status: 'DELAYED', occurrence: 'try-2' }),
      'emit',
    ],
    ['a status that makes no event', approved, report({ status: 'PARTIALLY_REFUNDED', silent: true }), 'keep'],
    ['an older update', approved, report({ status: 'REFUNDED', occurredAt: 999 }), 'stale'],
    [
      'an older update with emitStale',
      approved,
      report({ status: 'REFUNDED', occurredAt: 999, emitStale: true }),
      'emit-stale',
    ],
    [
      'an older silent update',
      approved,
      report({ status: 'BLOCKED', silent: true, occurredAt: 999, emitStale: true }),
      'stale',
    ],
    ['an update of the same moment', approved, report({ status: 'COMPLETED', occurredAt: 1000 }), 'emit'],
  ] as const)('%s: %#', (_title, current, update, move) => {
    expect(moveTransaction(current, update)).toBe(move)
  })

  it('compares with the current status only: a return to an earlier status makes an event', () => {
    expect(moveTransaction({ ...approved, status: 'DISPUTE' }, report({ status: 'APPROVED' }))).toBe('emit')
  })
})
