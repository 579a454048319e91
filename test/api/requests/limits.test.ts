import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseNetwork } from '../../../src/domain/addresses/address-policy.ts'
import type { TrustedProxies } from '../../../src/domain/addresses/trusted-proxies.ts'
import { type Postback, registerProducer, startPostback } from '../../support/harness.ts'
import { type InProcess, inProcess } from '../../support/in-process.ts'

/** How often a caller without a key may call: counted for each caller's address, never for all together. */

let postback: Postback
const apis: InProcess[] = []
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterEach(async () => {
  for (const api of apis.splice(0)) await api.close()
})
afterAll(() => postback.close())

const proxy = '10.0.0.5'
const proxies = [parseNetwork(proxy)] as TrustedProxies

async function serve(trustProxy: TrustedProxies, change: Parameters<typeof inProcess>[1] = {}): Promise<InProcess> {
  const api = await inProcess(postback, { trustProxy, ...change })
  apis.push(api)
  return api
}

/** Where a request comes from: the address of the connection, and its X-Forwarded-For. */
interface Way {
  readonly from?: string
  readonly forwarded?: string
}

function askForToken(api: InProcess, clientId: string, { from = proxy, forwarded }: Way) {
  return api.inject({
    method: 'POST',
    url: '/security/oauth/token?grant_type=client_credentials',
    remoteAddress: from,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:wrong`).toString('base64')}`,
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    },
  })
}

/** Makes this many requests in turn; answers the status of the last. */
async function repeatedly(times: number, ask: (index: number) => Promise<{ statusCode: number }>): Promise<number> {
  let last = 0
  for (let i = 0; i < times; i++) last = (await ask(i)).statusCode
  return last
}

/** The requests that a caller has left for a client, after this one. */
async function leftFor(api: InProcess, way: Way, clientId = 'one'): Promise<number> {
  return Number((await askForToken(api, clientId, way)).headers['ratelimit-remaining'])
}

describe('a client that asks for tokens', () => {
  it('behind a trusted proxy is counted by its own address', async () => {
    const api = await serve(proxies)
    expect(await repeatedly(61, () => askForToken(api, 'one', { forwarded: '203.0.113.1' }))).toBe(429)
    expect((await askForToken(api, 'one', { forwarded: '203.0.113.2' })).statusCode).toBe(401)
    expect((await askForToken(api, 'one', { forwarded: '203.0.113.1' })).statusCode).toBe(429)
  })

  it('cannot pretend to be another caller by writing the header itself', async () => {
    const api = await serve(proxies)
    const pretend = (i: number) => ({ forwarded: `198.51.100.${i}, 10.0.0.5, 203.0.113.1` })
    expect(await repeatedly(61, (i) => askForToken(api, 'one', pretend(i)))).toBe(429)
  })

  it('without a trusted proxy is counted by the address of its connection', async () => {
    const named = await serve(proxies)
    const pretend = (i: number) => ({ from: '203.0.113.9', forwarded: `198.51.100.${i}` })
    expect(await repeatedly(61, (i) => askForToken(named, 'one', pretend(i)))).toBe(429)
    const unset = await serve(null)
    expect(await repeatedly(61, (i) => askForToken(unset, 'one', { forwarded: `198.51.100.${i}` }))).toBe(429)
  })

  it('is counted by the entry of the nearest proxy when only that one is trusted', async () => {
    const api = await serve('nearest')
    const pretend = (i: number) => ({ from: '192.0.2.1', forwarded: `198.51.100.${i}, 203.0.113.1` })
    expect(await repeatedly(61, (i) => askForToken(api, 'one', pretend(i)))).toBe(429)
    expect(await leftFor(api, { from: '192.0.2.1', forwarded: '203.0.113.2' })).toBe(59)
  })

  it('is one caller within an IPv6 network, and with any port', async () => {
    const api = await serve(proxies)
    expect(await leftFor(api, { forwarded: '2001:db8:1:2::1' })).toBe(59)
    expect(await leftFor(api, { forwarded: '2001:db8:1:2:ffff::2' })).toBe(58)
    expect(await leftFor(api, { forwarded: '[2001:db8:1:2::3]:4711' })).toBe(57)
    expect(await leftFor(api, { forwarded: '2001:db8:1:3::1' })).toBe(59)
    expect(await leftFor(api, { forwarded: '203.0.113.1:1001' })).toBe(59)
    expect(await leftFor(api, { forwarded: '203.0.113.1:1002' })).toBe(58)
  })

  it('cannot be locked out by a caller at another address', async () => {
    const api = await serve(proxies)
    await repeatedly(70, () => askForToken(api, 'victim', { forwarded: '203.0.113.66' }))
    expect(await leftFor(api, { forwarded: '203.0.113.1' }, 'victim')).toBe(59)
  })

  it('has its own allowance, in the header or the form, in any spelling', async () => {
    const api = await serve(null)
    const inForm = (clientId: string) =>
      api.inject({
        method: 'POST',
        url: '/security/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `grant_type=client_credentials&client_id=${clientId}&client_secret=wrong`,
      })
    expect(await repeatedly(61, () => inForm('one'))).toBe(429)
    expect((await inForm('two')).statusCode).toBe(401)
    expect((await askForToken(api, 'ONE', { from: '127.0.0.1' })).statusCode).toBe(429)
    expect((await askForToken(api, '%6fne', { from: '127.0.0.1' })).statusCode).toBe(429)
  })
})

describe('a caller', () => {
  it('gets no larger allowance by inventing clients, and does not block other callers', async () => {
    const api = await serve(proxies)
    expect(await repeatedly(600, (i) => askForToken(api, `client-${i}`, { forwarded: '203.0.113.1' }))).toBe(401)
    const next = await askForToken(api, 'another', { forwarded: '203.0.113.1' })
    expect(next.statusCode).toBe(429)
    expect(next.json()).toMatchObject({ error: 'too_many_requests' })
    expect(Number(next.headers['retry-after'])).toBeGreaterThan(0)
    expect((await askForToken(api, 'another', { forwarded: '203.0.113.2' })).statusCode).toBe(401)
  })

  it('over its allowance is refused before its body is read', async () => {
    const api = await serve(null)
    await repeatedly(600, (i) => askForToken(api, `client-${i}`, {}))
    const reply = await api.inject({
      method: 'POST',
      url: '/security/oauth/token',
      remoteAddress: proxy,
      headers: { 'content-type': 'application/json' },
      payload: '{',
    })
    expect(reply.statusCode).toBe(429)
  })

  it('may try a limited number of links into the console per minute', async () => {
    const api = await serve(proxies)
    const open = (forwarded: string, link: string) =>
      api.inject({
        method: 'POST',
        url: '/v1/sessions',
        remoteAddress: proxy,
        headers: { host: 'localhost', origin: 'http://localhost', 'x-forwarded-for': forwarded },
        payload: { link },
      })
    expect(await repeatedly(120, (i) => open('203.0.113.1', `guess-${i}`))).toBe(401)
    expect((await open('203.0.113.1', 'guess')).json()).toMatchObject({ code: 'rate_limited', status: 429 })
    const { secret } = await postback.services.sessions.makeLink('producer')
    expect((await open('203.0.113.2', secret)).statusCode).toBe(201)
  })

  it('without a key is counted by its own address behind a trusted proxy', async () => {
    const api = await serve(proxies, { requestsPerMinute: 2 })
    const ask = (forwarded: string) =>
      api.inject({ url: '/v1/event-types', remoteAddress: proxy, headers: { 'x-forwarded-for': forwarded } })
    expect(await repeatedly(3, () => ask('203.0.113.1'))).toBe(429)
    expect((await ask('203.0.113.2')).statusCode).toBe(200)
  })
})

it('an untrusted proxy is logged once', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const api = await serve(null, { logger })
  for (let i = 0; i < 3; i++) await askForToken(api, 'one', { forwarded: '203.0.113.1' })
  expect(lines.filter((line) => line.includes('POSTBACK_TRUST_PROXY'))).toHaveLength(1)
})
