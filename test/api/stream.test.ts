import net from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, sale, startPostback } from '../harness.ts'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'

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

async function listen(account: string) {
  const stopped = new AbortController()
  const response = await fetch(`${postback.url}/v1/deliveries/stream`, {
    headers: { authorization: `Bearer ${postback.platformKey}`, 'postback-account': account },
    signal: stopped.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  return {
    response,
    stop: () => stopped.abort(),
    /** Everything up to the text, or up to the end. */
    async until(text: string | null): Promise<string> {
      while (text === null || !heard.includes(text)) {
        const { done, value = '' } = (await reader?.read()) ?? { done: true }
        if (done) {
          if (text !== null) throw new Error(`The stream ended before ${text}: ${heard}`)
          return heard
        }
        heard += value
      }
      return heard
    },
  }
}

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

  it('drops a listener that does not follow', async () => {
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
    // Far more than the sockets of both sides can hold.
    for (let i = 0; i < 30_000; i++) postback.engine.feed.publish(delivery)
    await new Promise((resolve) => setImmediate(resolve))
    for (let i = 0; i < 1_000; i++) postback.engine.feed.publish(delivery)
    socket.resume()
    socket.on('error', () => {})
    await gone
  })
})
