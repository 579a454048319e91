import { describe, expect, expectTypeOf, it } from 'vitest'
import { type AnyEvent, type EventOf, isKnownEvent, type PostbackEvent, subjectOf } from './event.ts'
import { readEvent } from './read-event.ts'

const json = { 'content-type': 'application/json' }
const id = '019bc186-de00-7a54-9d13-5c6e2a10b7f4'
const transaction = 'HP16015479281022'

const approved = {
  id,
  creation_date: 1768478400000,
  event: 'PURCHASE_APPROVED',
  version: '2.0.0',
  data: { purchase: { transaction, status: 'APPROVED' } },
}

async function read(body: string | object | Uint8Array, headers: Record<string, string> = json): Promise<AnyEvent> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const reading = await readEvent({ headers, body: text })
  if (!reading.ok) throw new Error(reading.message)
  return reading.event
}

describe('version 2.0.0', () => {
  it('is read unchanged', async () => {
    expect(await read(approved)).toEqual(approved)
  })

  it('is read with any content type', async () => {
    expect(await read(approved, { 'content-type': 'application/x-www-form-urlencoded' })).toEqual(approved)
  })

  it('may hold unknown fields, events and versions', async () => {
    const newer = { ...approved, event: 'PURCHASE_GIVEN_AWAY', version: '3.0.0', more: true }
    const event = await read(newer)
    expect(event).toEqual(newer)
    expect(isKnownEvent(event)).toBe(false)
    expect(isKnownEvent(await read(approved))).toBe(true)
  })
})

describe('version 1.0.0', () => {
  const form = `transaction=${transaction}&hottok=secret&prod_name=P%C3%A3o+caseiro&aff=`

  it.each([
    ['approved', 'PURCHASE_APPROVED'],
    ['completed', 'PURCHASE_COMPLETE'],
    ['canceled', 'PURCHASE_CANCELED'],
    ['billet_printed', 'PURCHASE_BILLET_PRINTED'],
    ['dispute', 'PURCHASE_PROTEST'],
    ['refunded', 'PURCHASE_REFUNDED'],
    ['chargeback', 'PURCHASE_CHARGEBACK'],
    ['expired', 'PURCHASE_EXPIRED'],
    ['delayed', 'PURCHASE_DELAYED'],
    ['blocked', 'PURCHASE_BLOCKED'],
  ])('a form with the status %s is %s', async (status, event) => {
    const read1 = await read(`${form}&status=${status}`, { 'content-type': 'application/x-www-form-urlencoded' })
    expect(read1).toEqual({
      id: `${transaction}:${status}`,
      event,
      version: '1.0.0',
      data: { transaction, hottok: 'secret', prod_name: 'Pão caseiro', aff: '', status },
    })
    expect(subjectOf(read1)).toBe(event === 'PURCHASE_BLOCKED' ? null : transaction)
  })

  it('takes its id from webhook-id if the header is there', async () => {
    expect((await read(`${form}&status=approved`, { 'webhook-id': id })).id).toBe(id)
  })

  it.each([
    ['PURCHASE_OUT_OF_SHOPPING_CART', { affiliate: false, productName: 'Bread', buyerVO: {} }],
    ['SUBSCRIPTION_CANCELLATION', { subscriptionId: 4, subscriberCode: 'I9OT62C3', cancellationDate: 1 }],
    ['SWITCH_PLAN', { switchPlanDate: 1, subscription: { subscriber: { code: 'I9OT62C3' } } }],
  ])('JSON without an envelope is %s by its keys, and its id is a hash of its bytes', async (event, body) => {
    const first = await read(body)
    expect(first).toMatchObject({ event, version: '1.0.0', data: body })
    expect(first.id).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect((await read(body)).id).toBe(first.id)
    expect((await read({ ...body, more: 1 })).id).not.toBe(first.id)
  })
})

describe('a body that is not an event', () => {
  it.each([
    ['not_utf8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['not_json', '{"event": "PURCHASE_APPROVED",'],
    ['not_an_event', '{}'],
    ['not_an_event', '{"event": "PURCHASE_APPROVED"}'],
    ['not_an_event', '{"event": "PURCHASE_APPROVED", "data": []}'],
    ['not_an_event', '{"event": 5, "data": {}}'],
    ['not_an_event', '[1, 2]'],
    ['not_an_event', 'hello'],
    ['not_an_event', ''],
  ])('%s: %s', async (code, body) => {
    expect(await readEvent({ headers: json, body })).toMatchObject({ ok: false, code })
  })
})

it.each([
  ['PURCHASE_REFUNDED', { purchase: { transaction } }, transaction],
  ['SUBSCRIPTION_CANCELLATION', { subscriber: { code: 'I9OT62C3' } }, 'I9OT62C3'],
  ['SWITCH_PLAN', { subscription: { subscriber_code: 'I9OT62C3' } }, 'I9OT62C3'],
  ['UPDATE_SUBSCRIPTION_CHARGE_DATE', { subscriber: { code: 'I9OT62C3' } }, 'I9OT62C3'],
  ['CLUB_FIRST_ACCESS', { user: {} }, null],
  ['PURCHASE_APPROVED', { purchase: null }, null],
])('the subject of %s', (event, data, subject) => {
  expect(subjectOf({ id, event, version: '2.0.0', data })).toBe(subject)
})

it('every event has a type, discriminated by event and version', () => {
  expectTypeOf<EventOf<'PURCHASE_APPROVED', '2.0.0'>['data']['purchase']['status']>().toEqualTypeOf<'APPROVED'>()
  type Payment<Name extends 'PURCHASE_APPROVED' | 'PURCHASE_CANCELED'> = NonNullable<
    EventOf<Name, '2.0.0'>['data']['purchase']['payment']
  >
  expectTypeOf<Payment<'PURCHASE_CANCELED'>>().toHaveProperty('refusal_reason')
  expectTypeOf<Payment<'PURCHASE_APPROVED'>>().not.toHaveProperty('refusal_reason')
  const look = (event: PostbackEvent) => {
    if (event.event !== 'PURCHASE_REFUNDED' || event.version !== '2.0.0') return
    expectTypeOf(event).toEqualTypeOf<EventOf<'PURCHASE_REFUNDED', '2.0.0'>>()
    expectTypeOf(event.data.buyer?.email).toEqualTypeOf<string | undefined>()
  }
  expect(look).toBeTypeOf('function')
})
