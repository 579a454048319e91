import { describe, expect, it } from 'vitest'
import { type EventName, eventNames, isPurchaseEvent } from '../../src/domain/event.ts'
import type { JsonObject } from '../../src/domain/text/json.ts'
import type { Arrival } from '../receivers/ordinary.ts'
import { sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** Events that are not purchases: reported by POST /v1/events, sent once, and routed like any other. */

const otherEvents = eventNames.filter((event) => !isPurchaseEvent(event))

/** The report of a platform: the example of the event, with the product of the stage. */
function reported(event: EventName, changes: JsonObject = {}): JsonObject {
  return { ...sale(event, 'HP100'), ...changes }
}

function report(stage: Stage, event: EventName, data: JsonObject) {
  return stage.ok('POST', '/v1/events', { event, data })
}

const bodyOf = (arrival: Arrival | undefined) => JSON.parse(arrival?.body ?? 'null')

/** An affiliate of the product of the stage, with a configuration of everything. */
async function affiliate(stage: Stage, code: string, sharesBuyerData: boolean) {
  await stage.ok('PUT', `/v1/accounts/${code}`, { name: `Affiliate ${code}` })
  await stage.ok('PUT', `/v1/products/1000/affiliates/${code}`, { accountId: code, name: code, sharesBuyerData })
  const site = await stage.receiver()
  await stage.ok('POST', '/v1/configurations', { name: 'Mine', url: site.url, events: eventNames }, code)
  return site
}

describe('an event that is not a purchase', () => {
  it.each(otherEvents)('%s arrives as it was reported, in the spelling of the wire', async (event) => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, eventNames)
    const data = reported(event)
    const { eventId, deliveries } = await report(stage, event, data)
    expect(deliveries).toBe(1)
    const [arrival] = await site.arrivals(1)
    const date = event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
    const body = bodyOf(arrival)
    const token = event === 'UPDATE_SUBSCRIPTION_CHARGE_DATE' ? ['hottok'] : []
    expect(Object.keys(body)).toEqual(['id', date, 'event', 'version', 'data', ...token])
    expect(body).toMatchObject({ id: eventId, event, version: '2.0.0', data })
    const seen = await stage.ok('GET', `/v1/events/${eventId}`)
    expect(seen).toMatchObject({ event, data })
  })

  it('is sent once for each report, and numbered within its subscription', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, eventNames)
    for (const event of ['SWITCH_PLAN', 'SWITCH_PLAN', 'SUBSCRIPTION_CANCELLATION'] as const) {
      await report(stage, event, reported(event))
    }
    await report(stage, 'CLUB_FIRST_ACCESS', reported('CLUB_FIRST_ACCESS'))
    const arrivals = await site.arrivals(4)
    const numbers = arrivals.map((it) => [bodyOf(it).event, it.headers['postback-sequence']])
    expect(numbers.toSorted()).toEqual([
      ['CLUB_FIRST_ACCESS', '1'],
      ['SUBSCRIPTION_CANCELLATION', '3'],
      ['SWITCH_PLAN', '1'],
      ['SWITCH_PLAN', '2'],
    ])
  })

  it('does not change its transaction, and is listed by it', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, eventNames)
    await stage.report('PURCHASE_APPROVED', 'HP100')
    await report(stage, 'ORDER_FULFILLMENT', reported('ORDER_FULFILLMENT'))
    await site.arrivals(2)
    const found = await stage.deliveries('transaction=HP100', (it) => it.length === 2)
    expect(found.map((it) => it.event)).toEqual(['ORDER_FULFILLMENT', 'PURCHASE_APPROVED'])
    expect(await stage.ok('GET', '/v1/transactions/HP100')).toMatchObject({ status: 'APPROVED' })
  })

  it('may have ids and statuses in other common spellings', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, eventNames)
    await report(stage, 'CLUB_MODULE_COMPLETED', { product: { id: 1000 }, module: { name: 'Sourdough' } })
    const [completed] = await site.arrivals(1)
    expect(bodyOf(completed).data.product).toEqual({ id: '1000', name: 'Baking Bread at Home' })
    const subscription = { subscriber_code: 'S1', status: 'CANCELLED_BY_SELLER', product: { id: 1000 } }
    await report(stage, 'SWITCH_PLAN', { subscription })
    const [, switched] = await site.arrivals(2)
    expect(bodyOf(switched).data.subscription.status).toBe('CANCELED_BY_VENDOR')
  })

  it.each(otherEvents)(
    '%s goes to the affiliate who brought the buyer, with buyer data only if shared',
    async (event) => {
      const stage = await setStage()
      const sharing = await affiliate(stage, 'SHARES', true)
      const discreet = await affiliate(stage, 'DISCREET', false)
      const stranger = await affiliate(stage, 'STRANGER', true)
      const affiliates = [{ affiliate_code: 'SHARES' }, { affiliate_code: 'DISCREET' }]
      const data = reported(event)
      await report(stage, event, { ...data, affiliates })
      const [shared] = await sharing.arrivals(1)
      const [reduced] = await discreet.arrivals(1)
      expect(bodyOf(shared).data).not.toHaveProperty('affiliates')
      for (const secret of ['ana.souza@example.com', 'Ana Souza', '999990000']) {
        expect(reduced?.body).not.toContain(secret)
        if (JSON.stringify(data).includes(secret)) expect(shared?.body).toContain(secret)
      }
      expect(stranger.arrived).toEqual([])
    },
  )

  it('is refused with a pointer to each fault, and nothing is stored', async () => {
    const stage = await setStage()
    const refused = async (body: object) => {
      const { status, body: problem } = await stage.postback.api('POST', '/v1/events', body)
      return { status, pointers: problem.errors.map((it: { pointer: string }) => it.pointer) }
    }
    expect(await refused({ event: 'SWITCH_PLAN', data: {} })).toEqual({
      status: 422,
      pointers: ['/data/subscription/subscriber_code', '/data/subscription/product/id'],
    })
    expect(
      await refused({ event: 'SUBSCRIPTION_CANCELLATION', data: { product: { id: 7 }, subscriber: { code: 'S1' } } }),
    ).toEqual({ status: 422, pointers: ['/data/product/id'] })
    for (const code of ['S\u00001', 'S\ud800']) {
      expect(
        await refused({ event: 'SUBSCRIPTION_CANCELLATION', data: { product: { id: 1000 }, subscriber: { code } } }),
      ).toEqual({ status: 422, pointers: ['/data/subscriber/code'] })
    }
    expect(
      await refused({
        event: 'CLUB_FIRST_ACCESS',
        data: { product: { id: 1000 } },
        occurrence: 'again',
        emitStale: true,
      }),
    ).toEqual({ status: 400, pointers: ['/occurrence', '/emitStale'] })
    expect((await stage.ok('GET', '/v1/deliveries')).data).toEqual([])
  })

  it.each(otherEvents)('%s can be sent as a test', async (event) => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.ok('POST', '/v1/tests', { event, configurationIds: [id] })
    const [arrival] = await site.arrivals(1)
    expect(arrival?.headers['postback-test']).toBe('true')
    expect(bodyOf(arrival)).toMatchObject({ event })
    const [delivery] = await stage.deliveries('test=true', ([it]) => it?.state === 'delivered')
    expect(delivery.event).toBe(event)
  })
})
