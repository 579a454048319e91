import net from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { openStream, type StreamOptions } from '../support/live-stream.ts'

let postback: Postback
let hook: OrdinaryReceiver
beforeAll(async () => {
  hook = await receiver()
})
afterAll(() => hook.close())
beforeEach(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  for (const account of ['producer', 'other']) {
    const input = { name: 'x', url: hook.url, events: ['PURCHASE_APPROVED'] }
    await postback.api('POST', '/v1/configurations', input, { account })
  }
})
afterEach(() => postback.close())

const listen = (account: string, options?: StreamOptions) => openStream(postback, account, options)

describe('the live tail', () => {
  it('tells an account of its own deliveries, as they happen', async () => {
    const tail = await listen('producer')
    expect(tail.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(tail.response.headers.get('cache-control')).toBe('no-store')
    expect(tail.response.headers.get('x-request-id')).toBeTruthy()
    await postback.api('PUT', '/v1/transactions/HP2', sale('PURCHASE_APPROVED', 'HP2', 2000))
    await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1'))
    const heard = await tail.until('"state":"delivered"')
    expect(heard).toContain('event: delivery\ndata: {"id":"dlv_')
    expect(heard).toContain('"transaction":"HP1"')
    expect(heard).not.toContain('HP2')
    tail.stop()
  })

  it('ends when the server stops', async () => {
    const tail = await listen('producer')
    await tail.until('welcome')
    const restarted = postback.restart()
    await tail.until(null)
    await restarted
  })

  it('needs a key', async () => {
    const reply = await postback.api('GET', '/v1/deliveries/stream', undefined, { key: null })
    expect(reply.status).toBe(401)
  })

  it('has twenty places for each account, shared by both streams', async () => {
    const paths = ['/v1/deliveries/stream', '/v1/events/stream']
    const tails = []
    for (let i = 0; i < 20; i++) {
      for (const account of ['producer', 'other']) tails.push(await listen(account, { path: paths[i % 2] }))
    }
    expect(tails.map(({ response }) => response.status)).toEqual(Array(40).fill(200))
    for (const path of paths) {
      const refused = await postback.api('GET', path, undefined, { account: 'producer' })
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_streams' } })
      expect(refused.headers.get('retry-after')).toBe('10')
      expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(refused.body.detail).toMatch(/at most 20 live streams .* poll the list every ten seconds/)
    }
    tails[0]?.stop()
    const next = await eventually(
      () => listen('producer'),
      ({ response }) => response.status === 200,
    )
    await next.until('welcome')
    for (const tail of [...tails, next]) tail.stop()
  })

  it('documents the answer beyond the limit', async () => {
    const { body } = await postback.api('GET', '/openapi.json')
    for (const path of ['/v1/deliveries/stream', '/v1/events/stream']) {
      const { description, content } = body.paths[path].get.responses['429']
      expect(description).toContain('too_many_streams')
      expect(content['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' })
    }
  })

  it('drops a listener that reads too slowly', async () => {
    const { hostname, port } = new URL(postback.url)
    const socket = net.connect(Number(port), hostname)
    const head = [
      'GET /v1/deliveries/stream HTTP/1.1',
      'host: x',
      `authorization: Bearer ${postback.platformKey}`,
      'postback-account: producer',
    ]
    const welcomed = new Promise((resolve) => socket.once('data', resolve))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    await welcomed
    socket.pause()
    const gone = new Promise((resolve) => socket.once('close', resolve))
    const { body } = await postback.api('PUT', '/v1/transactions/HP3', sale('PURCHASE_APPROVED', 'HP3'))
    const found = await postback.engine.store.getEvent(body.eventId)
    const [delivery] = found?.deliveries ?? []
    if (!delivery) throw new Error('There is a delivery.')
    // Far more than the socket buffers of both sides hold.
    for (let i = 0; i < 30_000; i++) postback.engine.feed.publish('producer', delivery)
    await new Promise((resolve) => setImmediate(resolve))
    for (let i = 0; i < 1_000; i++) postback.engine.feed.publish('producer', delivery)
    socket.resume()
    socket.on('error', () => {})
    await gone
  })
})

describe('the stream of events', () => {
  it('tells a producer of every event in its own view, even if no configuration wants it', async () => {
    const stream = await listen('producer', { path: '/v1/events/stream' })
    await postback.api('PUT', '/v1/transactions/HP2', sale('PURCHASE_APPROVED', 'HP2', 2000))
    const { body } = await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_REFUNDED', 'HP1'))
    const heard = await stream.until('PURCHASE_REFUNDED')
    const { data, ...rest } = JSON.parse(/^data: (\{"id".*)$/m.exec(heard)?.[1] ?? '')
    expect(data).toBeUndefined()
    expect(rest).toMatchObject({
      id: body.eventId,
      event: 'PURCHASE_REFUNDED',
      version: '2.0.0',
      sequence: 1,
      test: false,
    })
    expect(JSON.parse(rest.body)).toMatchObject({ id: body.eventId, data: { purchase: { transaction: 'HP1' } } })
    expect(heard).not.toContain('HP2')
    expect(heard).not.toContain('hottok":"')
    stream.stop()
  })

  it('can be filtered by event and product', async () => {
    const stream = await listen('producer', { path: '/v1/events/stream?event=PURCHASE_CHARGEBACK&productId=1000' })
    await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_REFUNDED', 'HP1'))
    await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_CHARGEBACK', 'HP1'))
    expect(await stream.until('PURCHASE_CHARGEBACK')).not.toContain('PURCHASE_REFUNDED')
    stream.stop()
  })

  it('shows an affiliate only what it is sent', async () => {
    await postback.api('PUT', '/v1/accounts/aff', { name: 'Affiliate' })
    const affiliation = { accountId: 'aff', name: 'Affiliate', sharesBuyerData: false }
    await postback.api('PUT', '/v1/products/1000/affiliates/A1', affiliation)
    const input = { name: 'x', url: hook.url, events: ['PURCHASE_APPROVED'] }
    await postback.api('POST', '/v1/configurations', input, { account: 'aff' })
    const stream = await listen('aff', { path: '/v1/events/stream' })
    const own = { ...sale('PURCHASE_APPROVED', 'HP1'), affiliates: [{ affiliate_code: 'A1' }] }
    await postback.api('PUT', '/v1/transactions/HP9', sale('PURCHASE_APPROVED', 'HP9'))
    await postback.api('PUT', '/v1/transactions/HP1', own)
    const heard = await stream.until('HP1')
    expect(heard).not.toContain('HP9')
    expect(heard).not.toContain('ana.souza@example.com')
    stream.stop()
  })
})
