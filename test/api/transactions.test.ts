import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

let postback: Postback
let hook: OrdinaryReceiver
beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  const configuration = { name: 'x', url: hook.url, events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

const patch = { headers: { 'content-type': 'application/merge-patch+json' } }
const withoutTransaction = (() => {
  const { purchase, ...data } = sale('PURCHASE_APPROVED', 'HP9')
  const { transaction: _, ...rest } = purchase as Record<string, unknown>
  return { ...data, purchase: rest }
})()

describe('transactions', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'a change of something unknown is refused',
        request: ['PATCH', '/v1/transactions/HP1', { purchase: { status: 'REFUNDED' } }, patch],
        status: 404,
        mustContain: ['report it whole'],
      },
      {
        title: 'a new transaction makes an event',
        request: ['PUT', '/v1/transactions/HP1?occurredAt=2026-01-15T12:00:00Z', sale('PURCHASE_APPROVED', 'HP1')],
        status: 202,
        mustContain: ['"event":"PURCHASE_APPROVED"', '"deliveries":1'],
      },
      {
        title: 'the same again makes none',
        request: ['PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1')],
        status: 200,
        mustContain: ['"eventId":null', '"reason":"unchanged"'],
      },
      {
        title: 'an older update is stale',
        request: ['PUT', '/v1/transactions/HP1?occurredAt=1767225600000', sale('PURCHASE_CANCELED', 'HP1')],
        status: 200,
        mustContain: ['"reason":"stale"'],
      },
      {
        title: 'an older update goes out when wanted',
        request: [
          'PUT',
          '/v1/transactions/HP1?occurredAt=1767225600000&emitStale=true',
          sale('PURCHASE_CANCELED', 'HP1'),
        ],
        status: 202,
        mustContain: ['PURCHASE_CANCELED'],
      },
      {
        title: 'a merge patch moves it on',
        request: ['PATCH', '/v1/transactions/HP1', { purchase: { status: 'REFUNDED' } }, patch],
        status: 202,
        mustContain: ['PURCHASE_REFUNDED'],
      },
      {
        title: 'a merge patch that leaves something impossible is refused',
        request: ['PATCH', '/v1/transactions/HP1', { product: null }, patch],
        status: 422,
        mustContain: ['invalid_data', '"/product/id"'],
      },
      {
        title: 'the address names the transaction if the body does not',
        request: ['PUT', '/v1/transactions/HP9', withoutTransaction],
        status: 202,
      },
      {
        title: 'a transaction with its events',
        request: ['GET', '/v1/transactions/HP1'],
        status: 200,
        mustContain: ['"status":"REFUNDED"', '"sequence":3', 'ana.souza@example.com'],
      },
      {
        title: 'its producer sees it',
        request: ['GET', '/v1/transactions/HP1', undefined, { account: 'producer' }],
        status: 200,
      },
      {
        title: 'a code with a space is refused',
        request: ['PUT', '/v1/transactions/HP%201', sale('PURCHASE_APPROVED', 'HP 1')],
        status: 400,
        mustContain: ['{transaction}', '1 to 64'],
      },
      {
        title: 'an event with an id from the caller',
        request: [
          'POST',
          '/v1/events',
          { event: 'PURCHASE_APPROVED', id: 'évènement 1', data: sale('PURCHASE_APPROVED', 'HP5') },
        ],
        status: 202,
        mustContain: ['"duplicate":false', '"deliveries":1'],
      },
      {
        title: 'the same id again is a duplicate, even with other content',
        request: [
          'POST',
          '/v1/events',
          { event: 'PURCHASE_REFUNDED', id: 'évènement 1', data: sale('PURCHASE_REFUNDED', 'HP5') },
        ],
        status: 200,
        mustContain: ['"duplicate":true'],
      },
      {
        title: 'an event and a status that do not agree',
        request: ['POST', '/v1/events', { event: 'PURCHASE_REFUNDED', data: sale('PURCHASE_APPROVED', 'HP5') }],
        status: 422,
        mustContain: ['"/data/purchase/status"', 'must be REFUNDED'],
      },
      {
        title: 'an event without a status gets the status of the event',
        request: [
          'POST',
          '/v1/events',
          {
            event: 'PURCHASE_REFUNDED',
            data: { ...sale('PURCHASE_REFUNDED', 'HP5'), purchase: { transaction: 'HP5' } },
          },
        ],
        status: 202,
      },
      {
        title: 'an event without a transaction is refused',
        request: ['POST', '/v1/events', { event: 'PURCHASE_APPROVED', data: { product: { id: 1000 }, purchase: {} } }],
        status: 422,
        mustContain: ['"/data/purchase/transaction"'],
      },
      {
        title: 'an event of an unknown product, with a pointer into the body',
        request: ['POST', '/v1/events', { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', 'HP6', 4711) }],
        status: 422,
        mustContain: ['"/data/product/id"'],
      },
    ],
  )

  it('an event answers with its id, its data and its deliveries', async () => {
    const { body: reported } = await postback.api('PUT', '/v1/transactions/HP20', sale('PURCHASE_APPROVED', 'HP20'))
    const { body: event } = await postback.api('GET', `/v1/events/${reported.eventId}`, undefined, {
      account: 'producer',
    })
    expect(event).toMatchObject({ id: reported.eventId, event: 'PURCHASE_APPROVED', transaction: 'HP20', sequence: 1 })
    expect(event.data.buyer.email).toBe('ana.souza@example.com')
    expect(event.deliveries).toHaveLength(1)
  })
})
