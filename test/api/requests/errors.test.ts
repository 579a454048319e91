import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, sale, startPostback } from '../../support/harness.ts'
import { inProcess } from '../../support/in-process.ts'
import { runScenarios } from '../../support/scenario.ts'

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

const account = { account: 'producer' }
const problem = { 'content-type': 'application/problem+json' }
const configuration = { name: 'x', url: 'https://example.com/', events: ['PURCHASE_APPROVED'] }

describe('problems', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'no key',
        request: ['GET', '/v1/me', undefined, { key: null }],
        status: 401,
        mustContain: ['urn:postback:problem:unauthenticated', '"requestId":"'],
        headers: { ...problem, 'www-authenticate': 'Bearer realm="postback"', 'cache-control': 'no-store' },
      },
      {
        title: 'a route for one account, called without an account',
        request: ['GET', '/v1/configurations'],
        status: 400,
        mustContain: ['account_required', 'Postback-Account'],
      },
      {
        title: 'an unknown address',
        request: ['GET', '/v1/nothing'],
        status: 404,
        mustContain: ['not_found'],
        headers: problem,
      },
      {
        title: 'a method that the address does not have',
        request: ['DELETE', '/v1/transactions/HP1'],
        status: 405,
        mustContain: ['method_not_allowed'],
        headers: { ...problem, allow: 'GET, HEAD, PATCH, PUT' },
      },
      {
        title: 'a preflight request is answered like any other: pages of other sites may not call',
        request: ['OPTIONS', '/v1/me', undefined, { headers: { origin: 'https://evil.example' } }],
        status: 405,
      },
      {
        title: 'invalid JSON',
        request: ['POST', '/v1/events', '{"a":'],
        status: 400,
        mustContain: ['malformed_json'],
      },
      {
        title: 'the same key twice',
        request: ['POST', '/v1/events', '{"event":"X","data":{"a":1,"a":2}}'],
        status: 400,
        mustContain: ['duplicate_key', '"/data/a"'],
      },
      {
        title: '__proto__',
        request: ['PUT', '/v1/transactions/HP1', '{"purchase":{"__proto__":{"x":1}}}'],
        status: 400,
        mustContain: ['forbidden_key'],
      },
      {
        title: 'a number that would be altered',
        request: ['PUT', '/v1/transactions/HP1', '{"product":{"id":12345678901234567890}}'],
        status: 422,
        mustContain: ['unsafe_number', '12345678901234567890'],
      },
      {
        title: 'a content type that no route reads',
        request: ['POST', '/v1/events', 'a=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
        status: 415,
        mustContain: ['unsupported_media_type'],
      },
      {
        title: 'a content type that only other routes read',
        request: ['PUT', '/v1/transactions/HP1', '{}', { headers: { 'content-type': 'application/merge-patch+json' } }],
        status: 415,
        mustContain: ['This address takes application/json'],
      },
      {
        title: 'a body of more than 1 MiB',
        request: ['PUT', '/v1/transactions/HP1', `{"a":"${'x'.repeat(1_048_576)}"}`],
        status: 413,
        mustContain: ['payload_too_large', '1 MiB'],
      },
      {
        title: 'every wrong field at once',
        request: ['POST', '/v1/configurations', { name: '', url: 5, events: ['NO_SUCH'], colour: 'red' }, account],
        status: 400,
        mustContain: [
          '{"pointer":"/name","detail":"must not be empty"}',
          '{"pointer":"/url","detail":"must be a text, not a number"}',
          '"/events/0"',
          '"/colour"',
          'is not known here',
        ],
        headers: problem,
      },
      {
        title: 'a field that is missing',
        request: ['POST', '/v1/configurations', { name: 'x', url: 'https://example.com/' }, account],
        status: 400,
        mustContain: ['"/events"', 'is required'],
      },
      {
        title: 'a missing body',
        request: ['POST', '/v1/configurations', undefined, account],
        status: 400,
        mustContain: ['is required'],
      },
      {
        title: 'a body on a route that takes none',
        request: ['POST', '/v1/configurations/cfg_1/disable', { reason: 'x' }, account],
        status: 400,
        mustContain: ['must be absent or empty'],
      },
      {
        title: 'a change that changes nothing',
        request: ['PATCH', '/v1/configurations/cfg_00000000000000000000000000000000', {}, account],
        status: 400,
        mustContain: ['must hold at least one field'],
      },
      {
        title: 'an unknown query parameter',
        request: ['GET', '/v1/deliveries?stat=failed', undefined, account],
        status: 400,
        mustContain: ['"?stat"', 'state'],
      },
      {
        title: 'a query parameter on a route without any',
        request: ['GET', '/v1/hottok?reveal=1', undefined, account],
        status: 400,
        mustContain: ['"?reveal"'],
      },
      {
        title: 'half a surrogate pair in a text',
        request: ['PUT', '/v1/accounts/half', '{"name":"\\ud800"}'],
        status: 400,
        mustContain: ['"/name"', 'half a surrogate pair'],
      },
      {
        title: 'a control character in a text',
        request: ['PUT', '/v1/accounts/half', '{"name":"\\u0085"}'],
        status: 400,
        mustContain: ['"/name"', 'without control characters'],
      },
      {
        title: 'a limit beyond the largest is refused rather than clamped',
        request: ['GET', '/v1/deliveries?limit=251', undefined, account],
        status: 400,
        mustContain: ['"?limit"', 'must be at most 250'],
      },
      {
        title: 'a date that does not exist',
        request: ['GET', '/v1/deliveries?from=2026-02-30T00:00:00Z', undefined, account],
        status: 400,
        mustContain: ['"?from"', '2026-01-15T12:00:00Z'],
      },
      {
        title: 'seconds where milliseconds are meant',
        request: ['PUT', '/v1/transactions/HP1?occurredAt=1768478400', sale('PURCHASE_APPROVED', 'HP1')],
        status: 400,
        mustContain: ['"?occurredAt"', 'milliseconds, not seconds'],
      },
      {
        title: 'a time that would make every later update look stale',
        request: ['PUT', '/v1/transactions/HP1?occurredAt=2999-01-01T00:00:00Z', sale('PURCHASE_APPROVED', 'HP1')],
        status: 422,
        mustContain: [
          '"?occurredAt"',
          'more than 5 minutes ahead: it is 2999-01-01T00:00:00.000Z, and our clock says 20',
        ],
      },
      {
        title: 'data that does not fit its documentation',
        request: ['PUT', '/v1/transactions/HP1', { product: { id: 'x' }, purchase: { status: 'PAID' } }],
        status: 422,
        mustContain: ['invalid_data', '"/product/id"', '"/purchase/status"'],
      },
      {
        title: 'an unregistered product',
        request: ['PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1', 4711)],
        status: 422,
        mustContain: ['unknown_product', '"/product/id"', 'PUT /v1/products'],
      },
      {
        title: 'another transaction in the body than in the address',
        request: ['PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP2')],
        status: 422,
        mustContain: ['"/purchase/transaction"', 'must be HP1'],
      },
      {
        title: 'an id of another kind is not found',
        request: ['GET', '/v1/configurations/dlv_00000000000000000000000000000000', undefined, account],
        status: 404,
      },
      { title: 'an id that is none is not found', request: ['GET', '/v1/events/HP1'], status: 404 },
      {
        title: 'an address that is not allowed',
        request: ['POST', '/v1/configurations', { ...configuration, url: 'http://10.0.0.1/' }, account],
        status: 422,
        mustContain: ['blocked_address', '"/url"'],
      },
      {
        title: 'a URL with a password in it',
        request: ['POST', '/v1/configurations', { ...configuration, url: 'https://a:b@example.com/' }, account],
        status: 422,
        mustContain: ['invalid_url', '"/url"'],
      },
      {
        title: 'an invalid Idempotency-Key',
        request: ['POST', '/v1/hottok/rotate', {}, { ...account, headers: { 'idempotency-key': 'a b' } }],
        status: 400,
        mustContain: ['Idempotency-Key'],
      },
    ],
  )

  it('carry the name that the caller gave the request', async () => {
    const reply = await postback.api('GET', '/v1/nothing', undefined, { headers: { 'x-request-id': 'checkout-4711' } })
    expect(reply.headers.get('x-request-id')).toBe('checkout-4711')
    expect(reply.body.requestId).toBe('checkout-4711')
    const strange = await postback.api('GET', '/v1/nothing', undefined, { headers: { 'x-request-id': '<script>' } })
    expect(strange.body.requestId).not.toContain('<')
  })

  it('name our own faults by a code only', async () => {
    const failing = {
      async start() {},
      async stop() {},
      report: () => Promise.reject(new Error('disk is on fire')),
      find: async () => null,
    }
    const api = await inProcess(postback, { intake: failing })
    const reply = await api.inject({
      method: 'PUT',
      url: '/v1/transactions/HP1',
      headers: { authorization: `Bearer ${postback.platformKey}` },
      payload: sale('PURCHASE_APPROVED', 'HP1') as object,
    })
    expect(reply.statusCode).toBe(500)
    expect(reply.json()).toMatchObject({ code: 'internal_error', status: 500 })
    expect(reply.body).not.toContain('fire')
    await api.close()
  })

  it('answer input that is not HTTP', async () => {
    const answer = await raw('NONSENSE\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/)
    expect(answer).toContain('application/problem+json')
    const large = await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(large).toMatch(/^HTTP\/1\.1 431 /)
  })

  it.each([
    { what: 'two Host headers', head: 'GET /livez HTTP/1.1\r\nhost: x\r\nHost: y', status: 400 },
    { what: 'the same Host header twice', head: 'GET /livez HTTP/1.1\r\nhost: x\r\nhost: x', status: 400 },
    { what: 'no Host header', head: 'GET /livez HTTP/1.1', status: 400 },
    { what: 'no Host header in HTTP/1.0', head: 'GET /livez HTTP/1.0', status: 200 },
    { what: 'one Host header', head: 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close', status: 200 },
  ])('answer $status to $what', async ({ head, status }) => {
    const answer = await raw(`${head}\r\n\r\n`)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    if (status === 400) expect(answer).toContain('one Host header')
  })

  it('say when there were too many requests', async () => {
    const api = await inProcess(postback, { requestsPerMinute: 2 })
    const headers = { authorization: `Bearer ${postback.platformKey}` }
    const ask = () => api.inject({ method: 'GET', url: '/v1/me', headers })
    const first = await ask()
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
    await ask()
    const third = await ask()
    expect(third.statusCode).toBe(429)
    expect(third.json()).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
    expect((await api.inject({ method: 'GET', url: '/livez' })).statusCode).toBe(200)
    await api.close()
  })
})

function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(postback.url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = net.connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

it('every answer hides the address from other sites, and asks browsers for https where that is in use', async () => {
  const headersOf = async (publicUrl: string | null, url: string) => {
    const api = await inProcess(postback, { publicUrl })
    const { headers } = await api.inject({ url })
    await api.close()
    return headers
  }
  for (const url of ['/livez', '/v1/me', '/nowhere', '/v1/%zz']) {
    expect(await headersOf('https://postback.example', url), url).toMatchObject({
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    })
    expect(await headersOf('http://postback.example', url), url).not.toHaveProperty('strict-transport-security')
  }
})
