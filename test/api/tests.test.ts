import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JsonObject, valueAt } from '../../src/domain/text/json.ts'
import { type Arrival, type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, type Reply, registerProducer, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

/** Tests of single events and of stories, as the author of a receiver sends them. */

const account = { account: 'producer' }
let postback: Postback
let first: OrdinaryReceiver
let second: OrdinaryReceiver

beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await postback.api('PUT', '/v1/products/1001', { name: 'Sourdough', accountId: 'producer' })
  first = await receiver()
  second = await receiver()
})
afterAll(async () => {
  await Promise.all([first?.close(), second?.close()])
  await postback?.close()
})

/** A configuration of a new producer, so that no test uses up another's allowance. */
async function fresh(url: string, more: object = {}) {
  const name = `producer-${++producers}`
  const productId = 2000 + 10 * producers
  await registerProducer(postback, name, productId)
  const made = await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Story', url, events: ['PURCHASE_REFUNDED'], ...more },
    { account: name },
  )
  const send = (body: object) =>
    postback.api('POST', '/v1/tests', { configurationIds: [made.body.id], ...body }, { account: name })
  const delivery = async (id: string): Promise<Reply['body']> =>
    (await postback.api('GET', `/v1/deliveries/${id}`, undefined, { account: name })).body
  const ended = (id: string) =>
    eventually(
      () => delivery(id),
      ({ state }) => /delivered|failed/.test(state),
    )
  return { name, productId, id: made.body.id as string, send, ended }
}
let producers = 0

const bodyOf = ({ body }: Arrival): JsonObject => JSON.parse(body)
const idsOf = (arrivals: readonly Arrival[]) => arrivals.map(({ headers }) => headers['webhook-id'])

describe('a story', () => {
  it('reaches every target in order, one step after the other, even if answers are slow', async () => {
    const [slow, quick] = [await receiver(), await receiver()]
    let underWay = 0
    let most = 0
    slow.answer(async () => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay--
      return {}
    })
    const { send, ended, productId } = await fresh(slow.url)
    const { status, body } = await send({ story: 'subscription', urls: [quick.url] })
    expect(status).toBe(202)
    const events = [
      ...Array(3).fill('PURCHASE_APPROVED'),
      ...Array(3).fill('PURCHASE_DELAYED'),
      'SUBSCRIPTION_CANCELLATION',
    ]
    expect(body.steps.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(body.steps.map(({ event }: { event: string }) => event)).toEqual(events)
    expect(body.deliveryIds).toEqual(body.steps.flatMap((step: { deliveryIds: string[] }) => step.deliveryIds))
    expect(body.deliveryIds).toHaveLength(14)
    for (const target of [slow, quick]) {
      const arrived = await target.arrivals(7)
      expect(idsOf(arrived)).toEqual(body.steps.map(({ eventId }: { eventId: string }) => eventId))
      expect(arrived.map((arrival) => bodyOf(arrival).event)).toEqual(events)
      for (const { headers } of arrived) expect(headers['postback-test']).toBe('true')
    }
    expect(most).toBe(1)
    for (const [index, { event, eventId, transaction, deliveryIds }] of body.steps.entries()) {
      const [delivery, free] = [await ended(deliveryIds[0]), await ended(deliveryIds[1])]
      expect(delivery).toMatchObject({ event, eventId, transaction, test: true, state: 'delivered', productId })
      expect([delivery.configurationId !== null, free.url]).toEqual([true, quick.url])
      expect(bodyOf(quick.arrived[index] as Arrival).id).toBe(eventId)
    }
    await Promise.all([slow.close(), quick.close()])
  })

  it('has the times of its steps: the last step now, the others earlier', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    const before = Date.now()
    const { body } = await send({ story: 'refund' })
    const arrived = await target.arrivals(3)
    const dates = arrived.map((arrival) => Number(bodyOf(arrival).creation_date))
    expect(dates.at(-1)).toBeGreaterThanOrEqual(before)
    expect(dates.at(-1)).toBeLessThanOrEqual(Date.now())
    expect(dates.map((date) => Math.round((date - (dates[0] ?? 0)) / 86_400_000))).toEqual([0, 3, 4])
    expect(arrived.map(({ headers }) => headers['postback-sequence'])).toEqual(['1', '2', '3'])
    const transactions = new Set(body.steps.map(({ transaction }: { transaction: string }) => transaction))
    expect([...transactions]).toEqual([expect.stringMatching(/^HP00\d{12}$/)])
    await target.close()
  })

  it('uses the producer’s second product for an order bump, or the same one if there is no other', async () => {
    await postback.api('POST', '/v1/tests', { story: 'order-bump', productId: 1000, urls: [first.url] }, account)
    const arrived = await first.arrivals(2)
    expect(arrived.slice(-2).map((arrival) => valueAt(bodyOf(arrival), 'data', 'product', 'id'))).toEqual([1000, 1001])
    const target = await receiver()
    const { send, ended, productId } = await fresh(target.url)
    const { body } = await send({ story: 'order-bump' })
    for (const id of body.deliveryIds) expect((await ended(id)).productId).toBe(productId)
    await target.close()
  })

  it('is about the buyer that the changes name, at any place in the body', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    const buyer = { name: 'Bia Prado', email: 'bia@example.com' }
    const { status } = await send({ story: 'cart-recovered', data: { buyer, purchase: { offer: { code: 'other' } } } })
    expect(status).toBe(202)
    const [cart, approved] = (await target.arrivals(2)).map(bodyOf)
    expect(valueAt(cart, 'data', 'buyer')).toMatchObject(buyer)
    expect(valueAt(cart, 'data', 'offer', 'code')).toBe('n82b9jqz')
    expect(valueAt(approved, 'data', 'buyer')).toMatchObject(buyer)
    expect(valueAt(approved, 'data', 'purchase', 'offer', 'code')).toBe('other')
    await target.close()
  })

  it('continues after a restart, in order', async () => {
    const target = await receiver()
    const answered = Promise.withResolvers<void>()
    target.answer(async () => {
      await answered.promise
      return {}
    })
    const { send } = await fresh(target.url)
    const inOrder = await send({ story: 'refund' })
    const shuffled = await send({ story: 'subscription', outOfOrder: true })
    await target.arrivals(2)
    const restarted = postback.restart()
    answered.resolve()
    await restarted
    const arrived = idsOf(await target.arrivals(10))
    for (const { body } of [inOrder, shuffled]) {
      const ids = body.steps.map(({ eventId }: { eventId: string }) => eventId)
      expect(arrived.filter((id) => ids.includes(id))).toEqual(ids)
    }
    await target.close()
  })

  it('can be sent out of order, always the same, and its dates and numbers tell the real order', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    const { body } = await send({ story: 'refund', outOfOrder: true })
    expect(body.steps.map(({ step }: { step: number }) => step)).toEqual([3, 1, 2])
    const arrived = await target.arrivals(3)
    expect(arrived.map((arrival) => bodyOf(arrival).event)).toEqual([
      'PURCHASE_REFUNDED',
      'PURCHASE_APPROVED',
      'PURCHASE_PROTEST',
    ])
    expect(arrived.map(({ headers }) => headers['postback-sequence'])).toEqual(['3', '1', '2'])
    const byDate = arrived.toSorted((a, b) => Number(bodyOf(a).creation_date) - Number(bodyOf(b).creation_date))
    expect(byDate.map(({ headers }) => headers['postback-sequence'])).toEqual(['1', '2', '3'])
    expect(idsOf(byDate)).toEqual(idsOf(arrived).toSorted())
    await target.close()
  })

  it('does not wait for a failed step, which is retried as usual', async () => {
    const target = await receiver()
    target.answer((arrival) =>
      bodyOf(arrival).event === 'PURCHASE_APPROVED' && arrival.headers['postback-attempt'] === '1'
        ? { status: 500 }
        : {},
    )
    const { send, ended } = await fresh(target.url)
    const { body } = await send({ story: 'refund' })
    const [approved, protest] = await Promise.all(body.deliveryIds.map(ended))
    expect(approved).toMatchObject({ state: 'delivered', attemptsTotal: 2 })
    expect(protest).toMatchObject({ state: 'delivered', attemptsTotal: 1 })
    await target.close()
  })
})

describe('a duplicate', () => {
  it('looks like a retry after a lost answer: same delivery, same id, same bytes', async () => {
    const target = await receiver()
    const { send, ended } = await fresh(target.url)
    const { body } = await send({ story: 'refund', duplicate: true })
    expect(body.deliveryIds).toHaveLength(3)
    const arrived = await target.arrivals(6)
    const copies = Map.groupBy(arrived, ({ headers }) => headers['webhook-id'])
    expect([...copies.keys()]).toEqual(body.steps.map(({ eventId }: { eventId: string }) => eventId))
    for (const [one, other, ...more] of copies.values()) {
      expect(more).toEqual([])
      expect(other?.body).toBe(one?.body)
      expect([one, other].map((it) => it?.headers['postback-attempt'])).toEqual(['1', '2'])
    }
    for (const id of body.deliveryIds) {
      const delivery = await eventually(
        () => ended(id),
        ({ attemptsTotal }) => attemptsTotal === 2,
      )
      expect(delivery).toMatchObject({ state: 'delivered', trigger: 'test', series: 1 })
      expect(delivery.attempts).toMatchObject([
        { outcome: 'delivered', status: 200, trigger: 'test' },
        { outcome: 'delivered', status: 200, trigger: 'test' },
      ])
    }
    await target.close()
  })

  it('of a post that fails is its usual retry', async () => {
    const target = await receiver()
    target.answer(({ headers }) => (headers['postback-attempt'] === '1' ? { status: 503 } : {}))
    const { send, ended } = await fresh(target.url)
    const { body } = await send({ event: 'PURCHASE_APPROVED', duplicate: true })
    expect((await ended(body.deliveryIds[0])).attempts).toMatchObject([{ status: 503 }, { status: 200 }])
    expect(target.arrived).toHaveLength(2)
    await target.close()
  })
})

describe('the classic set', () => {
  it('goes to the chosen targets only, and is always about product 0', async () => {
    const [chosen, bystander] = [await receiver(), await receiver()]
    const { send, name, productId, ended } = await fresh(chosen.url)
    const wants = { name: 'Wants it', url: bystander.url, events: ['PURCHASE_APPROVED'] }
    await postback.api('POST', '/v1/configurations', wants, { account: name })
    const before = Date.now()
    const { body } = await send({ event: 'PURCHASE_APPROVED', set: 'classic', productId })
    const delivery = await ended(body.deliveryIds[0])
    expect(delivery).toMatchObject({ test: true, state: 'delivered', productId, transaction: 'HP16015479281022' })
    const sent = bodyOf((await chosen.arrivals(1))[0] as Arrival)
    expect(sent).toMatchObject({
      version: '2.0.0',
      data: {
        product: { id: 0, name: 'Produto test postback2' },
        buyer: { name: 'Teste Comprador' },
        purchase: { transaction: 'HP16015479281022', price: { value: 1500, currency_value: 'BRL' } },
      },
    })
    expect(valueAt(sent, 'data', 'purchase', 'event_tickets', 'amount')).toBeGreaterThanOrEqual(before)
    const routing = await postback.api('GET', `/v1/events/${body.steps[0].eventId}/routing`, undefined, {
      account: name,
    })
    expect(routing.status).toBe(200)
    expect(bystander.arrived).toEqual([])
    await Promise.all([chosen.close(), bystander.close()])
  })

  it('accepts changes to its payload', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    await send({ event: 'CLUB_FIRST_ACCESS', set: 'classic', data: { user: { name: 'Zoé' } } })
    const sent = bodyOf((await target.arrivals(1))[0] as Arrival)
    expect(sent).toMatchObject({
      creationDate: expect.any(Number),
      data: { user: { name: 'Zoé', email: 'teste@example.com' } },
    })
    await target.close()
  })

  it('is in a form for version 1.0.0, with its 42 parameters', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url, { version: '1.0.0' })
    await send({ event: 'PURCHASE_APPROVED', set: 'classic' })
    const [arrival] = await target.arrivals(1)
    const form = new URLSearchParams(arrival?.body)
    expect([...form.keys()]).toHaveLength(42)
    expect(form.get('prod')).toBe('00000')
    await target.close()
  })
})

describe('what is bought', () => {
  const subscription = {
    purchase: { recurrence_number: 1, date_next_charge: expect.any(Number) },
    subscription: {
      status: 'ACTIVE',
      plan: { id: expect.any(Number), name: expect.any(String) },
      subscriber: { code: expect.any(String) },
    },
  }

  it.each([
    ['PURCHASE_APPROVED', undefined, false],
    ['PURCHASE_APPROVED', 'single', false],
    ['PURCHASE_APPROVED', 'subscription', true],
    ['PURCHASE_DELAYED', undefined, true],
    ['PURCHASE_DELAYED', 'single', false],
  ])('in a test of %s of kind %s is a subscription: %s', async (event, kind, expected) => {
    const target = await receiver()
    const { send, productId } = await fresh(target.url)
    expect((await send({ event, kind })).status).toBe(202)
    const { data } = bodyOf((await target.arrivals(1))[0] as Arrival) as { data: JsonObject }
    expect(valueAt(data, 'product', 'id')).toBe(productId)
    if (expected && event === 'PURCHASE_APPROVED') expect(data).toMatchObject(subscription)
    expect([data.subscription !== undefined, valueAt(data, 'purchase', 'recurrence_number') !== undefined]).toEqual([
      expected,
      expected,
    ])
    await target.close()
  })

  it('can be changed further, field by field', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    await send({ event: 'PURCHASE_APPROVED', kind: 'subscription', data: { purchase: { recurrence_number: 7 } } })
    const sent = bodyOf((await target.arrivals(1))[0] as Arrival)
    expect(valueAt(sent, 'data', 'purchase', 'recurrence_number')).toBe(7)
    expect(valueAt(sent, 'data', 'subscription', 'plan', 'name')).toBe('Monthly plan')
    await target.close()
  })

  it('adds the parameters of a subscription to the form of version 1.0.0', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url, { version: '1.0.0' })
    await send({ event: 'PURCHASE_APPROVED' })
    await send({ event: 'PURCHASE_APPROVED', kind: 'subscription' })
    const forms = (await target.arrivals(2)).map(({ body }) => new URLSearchParams(body))
    const names = ['subscriber_code', 'signature_status', 'subscription_status', 'name_subscription_plan']
    expect(forms.map((form) => names.filter((name) => form.has(name)))).toEqual([[], names])
    expect(Object.fromEntries(forms[1] ?? [])).toMatchObject({
      subscriber_code: 'I9OT62C3',
      signature_status: 'active',
      subscription_status: 'active',
      name_subscription_plan: 'Monthly plan',
      recurrency_period: '30',
      recurrency: '1',
    })
    await target.close()
  })

  it('is shown in the example of the documentation, too', async () => {
    const example = async (query: string) =>
      (await postback.api('GET', `/v1/event-types/PURCHASE_APPROVED?${query}`)).body.example
    expect((await example('kind=subscription')).data).toMatchObject(subscription)
    expect((await example('kind=single')).data).not.toHaveProperty('subscription')
    expect(await example('version=1.0.0&kind=subscription')).toMatchObject({ name_subscription_plan: 'Monthly plan' })
  })

  runScenarios(
    () => postback,
    [
      ...['SUBSCRIPTION_CANCELLATION', 'PURCHASE_OUT_OF_SHOPPING_CART', 'CLUB_FIRST_ACCESS'].map((event) => ({
        title: `is refused at kind for ${event}`,
        request: ['POST', '/v1/tests', { event, kind: 'single', inbox: true }, account] as const,
        status: 400,
        mustContain: ['"pointer":"/kind"', event],
      })),
      {
        title: 'cannot be chosen in the classic set',
        request: [
          'POST',
          '/v1/tests',
          { event: 'PURCHASE_APPROVED', set: 'classic', kind: 'subscription', inbox: true },
          account,
        ],
        status: 400,
        mustContain: ['"pointer":"/kind"', 'classic'],
      },
      {
        title: 'cannot be chosen in a story',
        request: ['POST', '/v1/tests', { story: 'refund', kind: 'subscription', inbox: true }, account],
        status: 400,
        mustContain: ['"pointer":"/kind"', 'story'],
      },
      {
        title: 'of an unknown kind is refused with the list of kinds',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', kind: 'trial', inbox: true }, account],
        status: 400,
        mustContain: ['"pointer":"/kind"', 'single, subscription'],
      },
      {
        title: 'is refused in the documentation of an event that is not a purchase',
        request: ['GET', '/v1/event-types/SWITCH_PLAN?kind=single', undefined, account],
        status: 400,
        mustContain: ['"pointer":"?kind"', 'SWITCH_PLAN'],
      },
    ],
  )
})

describe('what tests may send', () => {
  it('counts every post: sixty an hour for an account, a test either whole or not at all', async () => {
    const target = await receiver()
    const { send } = await fresh(target.url)
    for (let i = 0; i < 4; i++) expect((await send({ story: 'subscription', duplicate: true })).status).toBe(202)
    const refused = await send({ story: 'subscription' })
    expect(refused).toMatchObject({ status: 429, body: { code: 'test_limit' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect((await send({ story: 'chargeback', duplicate: true })).status).toBe(202)
    expect((await send({ event: 'PURCHASE_APPROVED' })).status).toBe(429)
    await target.arrivals(60)
    await target.close()
  })

  it('is a separate post for each spelling of one address', async () => {
    const target = await receiver()
    const { send, ended } = await fresh(target.url)
    const { body } = await send({ event: 'PURCHASE_APPROVED', urls: [target.url, target.url.replace('http', 'HTTP')] })
    expect(new Set(body.deliveryIds).size).toBe(3)
    for (const id of body.deliveryIds)
      expect(await ended(id)).toMatchObject({ state: 'delivered', attempts: [{ number: 1 }] })
    expect(new Set(idsOf(await target.arrivals(3))).size).toBe(1)
    await target.close()
  })

  it('counts every post: ten a minute to the host of a free address', async () => {
    const target = await receiver()
    const { name } = await fresh(target.url)
    const send = (body: object) => postback.api('POST', '/v1/tests', { urls: [target.url], ...body }, { account: name })
    expect((await send({ story: 'subscription' })).status).toBe(202)
    expect((await send({ story: 'plan-switch' })).status).toBe(202)
    const refused = await send({ event: 'PURCHASE_APPROVED' })
    expect(refused).toMatchObject({ status: 429, body: { code: 'test_limit' } })
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    await target.arrivals(10)
    await target.close()
  })

  it('never counts in figures', async () => {
    const target = await receiver()
    const { name, send, ended } = await fresh(target.url)
    const { body } = await send({ story: 'chargeback', duplicate: true })
    for (const id of body.deliveryIds) {
      await eventually(
        () => ended(id),
        ({ attemptsTotal }) => attemptsTotal === 2,
      )
    }
    const { body: stats } = await postback.api('GET', '/v1/stats?groupBy=state&interval=day', undefined, {
      account: name,
    })
    expect(stats.data).toEqual([])
    await target.close()
  })

  const urls = ['https://example.com/hook']
  runScenarios(
    () => postback,
    [
      {
        title: 'neither an event nor a story is refused at event',
        request: ['POST', '/v1/tests', { urls }, account],
        status: 400,
        mustContain: ['"pointer":"/event"', 'story'],
      },
      {
        title: 'an event and a story at once are refused at story',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', story: 'refund', urls }, account],
        status: 400,
        mustContain: ['"pointer":"/story"'],
      },
      {
        title: 'an unknown story is refused with the list of stories',
        request: ['POST', '/v1/tests', { story: 'happy-end', urls }, account],
        status: 400,
        mustContain: ['"pointer":"/story"', 'plan-switch'],
      },
      {
        title: 'a single event has no order',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', outOfOrder: true, urls }, account],
        status: 400,
        mustContain: ['"pointer":"/outOfOrder"'],
      },
      {
        title: 'the classic set has no stories',
        request: ['POST', '/v1/tests', { story: 'refund', set: 'classic', urls }, account],
        status: 400,
        mustContain: ['"pointer":"/set"'],
      },
      {
        title: 'the classic set lacks the events that Hotmart’s tool lacks',
        request: ['POST', '/v1/tests', { event: 'ORDER_FULFILLMENT', set: 'classic', urls }, account],
        status: 400,
        mustContain: ['"pointer":"/event"', 'ORDER_FULFILLMENT'],
      },
      {
        title: 'an unknown set is refused',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', set: 'modern', urls }, account],
        status: 400,
        mustContain: ['"pointer":"/set"', 'coherent, classic'],
      },
      {
        title: 'the fields that define a story cannot be changed',
        request: ['POST', '/v1/tests', { story: 'refund', urls, data: { purchase: { status: 'APPROVED' } } }, account],
        status: 422,
        mustContain: ['"pointer":"/data/purchase/status"'],
      },
      {
        title: 'changes of a story that make no sense are named',
        request: ['POST', '/v1/tests', { story: 'refund', urls, data: { purchase: { price: 5 } } }, account],
        status: 422,
        mustContain: ['"pointer":"/data/purchase/price"'],
      },
      {
        title: 'more posts to one free host than a minute has room for are refused at that address',
        request: ['POST', '/v1/tests', { story: 'subscription', duplicate: true, urls }, account],
        status: 400,
        mustContain: ['"pointer":"/urls/0"', '14 posts'],
      },
      {
        title: 'more posts than an hour has room for are refused',
        request: [
          'POST',
          '/v1/tests',
          { story: 'subscription', urls: Array.from({ length: 9 }, (_, i) => `https://host-${i}.example.com/`) },
          account,
        ],
        status: 400,
        mustContain: ['"pointer":"/urls"', '63 posts'],
      },
    ],
  )
})

describe('the list of stories', () => {
  it('is public, in three languages', async () => {
    const list = async (locale: string) =>
      (await postback.api('GET', `/v1/test-stories?locale=${locale}`, undefined, { key: null })).body.data
    const [english, portuguese, spanish] = [await list('en'), await list('pt-BR'), await list('es-419')]
    expect(english).toHaveLength(9)
    expect(english.find(({ story }: { story: string }) => story === 'refund')).toMatchObject({
      title: 'Refund asked for and given',
      steps: [
        { event: 'PURCHASE_APPROVED', title: 'Approved purchase', afterMs: 90_000 },
        { event: 'PURCHASE_PROTEST', title: 'Refund claimed', afterMs: 3 * 86_400_000 },
        { event: 'PURCHASE_REFUNDED', title: 'Refunded', afterMs: 4 * 86_400_000 },
      ],
    })
    for (const [i, { story, meaning }] of english.entries()) {
      expect(new Set([meaning, portuguese[i].meaning, spanish[i].meaning]).size, story).toBe(3)
      expect([portuguese[i].story, spanish[i].story]).toEqual([story, story])
    }
  })
})
