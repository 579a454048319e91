import { describe, expect, it } from 'vitest'
import { purchaseEvents } from '../event.ts'
import { acceptedStatuses, canonicalStatus, eventOfStatus, statusMismatch, statusOfEvent } from './status.ts'

describe('the status of a purchase', () => {
  it.each([
    ['COMPLETE', 'COMPLETED', 'PURCHASE_COMPLETE'],
    ['CANCELLED', 'CANCELED', 'PURCHASE_CANCELED'],
    ['PRINTED_BILLET', 'BILLET_PRINTED', 'PURCHASE_BILLET_PRINTED'],
    ['WAITING_PAYMENT', 'BILLET_PRINTED', 'PURCHASE_BILLET_PRINTED'],
    ['PROTESTED', 'DISPUTE', 'PURCHASE_PROTEST'],
    ['OVERDUE', 'DELAYED', 'PURCHASE_DELAYED'],
    ['NO_FUNDS', 'DELAYED', 'PURCHASE_DELAYED'],
    ['APPROVED', 'APPROVED', 'PURCHASE_APPROVED'],
    ['PARTIALLY_REFUNDED', 'PARTIALLY_REFUNDED', null],
    ['UNDER_ANALISYS', 'UNDER_ANALISYS', null],
  ])('%s means %s', (text, status, event) => {
    const canonical = canonicalStatus(text)
    expect(canonical).toBe(status)
    expect(canonical && eventOfStatus(canonical)).toBe(event)
  })

  it('is unknown if it is not documented', () => {
    expect(canonicalStatus('approved')).toBeUndefined()
    expect(canonicalStatus('constructor')).toBeUndefined()
  })

  it.each(purchaseEvents)('maps to %s and back', (event) => {
    expect(eventOfStatus(statusOfEvent(event))).toBe(event)
    expect(canonicalStatus(statusOfEvent(event))).toBe(statusOfEvent(event))
  })

  it('has 22 spellings', () => {
    expect(acceptedStatuses).toHaveLength(22)
  })

  it('must be that of the event', () => {
    expect(statusMismatch('PURCHASE_PROTEST', { purchase: { status: 'PROTESTED' } })).toBeUndefined()
    expect(statusMismatch('PURCHASE_PROTEST', { purchase: { status: 'STARTED' } })).toEqual({
      pointer: '/purchase/status',
      detail: 'must be DISPUTE, the status of PURCHASE_PROTEST',
    })
  })
})
