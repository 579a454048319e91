import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../test/support/free-port.ts'
import { type Postback, registerProducer, sale, startPostback } from '../../test/support/harness.ts'
import { createCredentialClient } from './access-token.ts'
import type { ClientOptions } from './calls.ts'
import { createClient } from './client.ts'

/** The client against an HTTP server whose answers each test sets, and against a real Postback. */

interface Seen {
  readonly method: string
  readonly url: string
  readonly key: string | undefined
}

let seen: Seen[]
let answer: (response: ServerResponse, request: IncomingMessage) => void
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, key: headers['idempotency-key'] as string | undefined })
    answer(response, request)
  })
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close().closeAllConnections())
beforeEach(() => {
  seen = []
  waits = []
})

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Waits end at once, and are recorded. */
let waits: number[]
const clock = (random = 0) => ({
  now: () => 0,
  random: () => random,
  pause: async (milliseconds: number) => void waits.push(milliseconds),
})
const client = (options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl: address(), clock: clock(), headers: { authorization: 'Bearer not-for-others' }, ...options })

function problem(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}) {
  response.writeHead(status, headers).end(JSON.stringify({ code, title: 'No', detail: 'Not now.' }))
}

/** Gives the answers one after the other, and repeats the last one. */
function inTurn(...answers: ((response: ServerResponse) => void)[]) {
  let turn = 0
  answer = (response) => answers[Math.min(turn++, answers.length - 1)]?.(response)
}
const done = (response: ServerResponse) => response.end('{"id":"cfg_1"}')
const away = (response: ServerResponse) => problem(response, 503, 'unavailable')
const cut = (response: ServerResponse) => response.socket?.destroy()
const never = () => {}

describe('a list', () => {
  const pages = [
    { data: [{ id: 1 }, { id: 2 }], nextCursor: 'b' },
    { data: [], nextCursor: 'c' },
    { data: [{ id: 3 }], nextCursor: null },
  ]
  beforeEach(() => {
    answer = (response, { url = '' }) => {
      const cursor = new URL(url, address()).searchParams.get('cursor')
      response.end(JSON.stringify(pages[['b', 'c'].indexOf(cursor ?? '') + 1]))
    }
  })

  it('is one page when it is awaited', async () => {
    expect(await client().deliveries.list({ state: ['failed', 'held'], limit: 2 })).toEqual(pages[0])
    expect(await client().deliveries.list({ cursor: 'c' })).toEqual(pages[2])
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/deliveries?state=failed%2Cheld&limit=2',
      '/v1/deliveries?cursor=c',
    ])
  })

  it('is every row of all pages in a for await loop, and skips empty pages', async () => {
    const rows: unknown[] = []
    for await (const row of client().deliveries.list({ state: ['failed'] })) rows.push(row)
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/deliveries?state=failed',
      '/v1/deliveries?state=failed&cursor=b',
      '/v1/deliveries?state=failed&cursor=c',
    ])
  })

  it('requests a page only when it is read', async () => {
    for await (const row of client().deliveries.list()) if (row.id) break
    expect(seen).toHaveLength(1)
  })
})

describe('a time-out', () => {
  it.each([
    ['there is no answer', never],
    ['the answer is incomplete', (response: ServerResponse) => response.write('{"id":')],
  ])('ends a call when %s, and names the address', async (_what, behaviour) => {
    answer = behaviour
    const late = { status: 0, code: 'timed_out', title: `${address()} did not answer in time` }
    await expect(client({ timeoutMs: 50 }).configurations.get('cfg_1')).rejects.toMatchObject(late)
    await expect(client().configurations.get('cfg_1', { timeoutMs: 50 })).rejects.toMatchObject(late)
    expect(waits).toEqual([]) // a time-out is not tried again
  })

  it('limits only the time to open a stream', async () => {
    answer = never
    await expect(client({ timeoutMs: 50 }).deliveries.stream().next()).rejects.toMatchObject({ code: 'timed_out' })
    answer = (response) => {
      response.write('event: ready\ndata: {}\n\n')
      setTimeout(() => response.end('event: delivery\ndata: {"id":"dlv_1"}\n\n'), 1_100)
    }
    const heard: string[] = []
    for await (const { id } of client({ timeoutMs: 1_000 }).deliveries.stream()) heard.push(id)
    expect(heard).toEqual(['dlv_1'])
  })

  it.each([0, -1, Number.NaN])('of %d is refused', (timeoutMs) => {
    expect(() => client({ timeoutMs })).toThrow(TypeError)
  })
})

describe('a signal', () => {
  it('ends a call with its reason', async () => {
    const stop = new AbortController()
    answer = () => stop.abort(new Error('Enough.'))
    await expect(client().configurations.get('cfg_1', { signal: stop.signal })).rejects.toThrow('Enough.')
    await expect(client().configurations.get('cfg_1', { signal: stop.signal })).rejects.toThrow('Enough.')
    expect(seen).toHaveLength(1)
  })

  it('ends the wait between two tries', async () => {
    const stop = new AbortController()
    answer = away
    const stopped = createClient({ baseUrl: address(), fetch: abortAfter(stop) })
    await expect(stopped.configurations.get('cfg_1', { signal: stop.signal })).rejects.toThrow('Enough.')
    expect(seen).toHaveLength(1)
  })

  /** Aborts soon after the answer has come, when the client waits for the next try. */
  function abortAfter(stop: AbortController): typeof fetch {
    return async (...call) => {
      const response = await fetch(...call)
      setTimeout(() => stop.abort(new Error('Enough.')), 20)
      return response
    }
  }

  it('ends an open stream', async () => {
    const stop = new AbortController()
    answer = (response) => response.write('event: delivery\ndata: {"id":"dlv_1"}\n\n')
    const stream = client().deliveries.stream({ signal: stop.signal })
    expect((await stream.next()).value).toMatchObject({ id: 'dlv_1' })
    stop.abort(new Error('Enough.'))
    await expect(stream.next()).rejects.toThrow('Enough.')
  })
})

describe('trying again', () => {
  it.each([
    ['429', (response: ServerResponse) => problem(response, 429, 'rate_limited')],
    ['503', away],
    ['502 from a proxy', (response: ServerResponse) => response.writeHead(502).end('<html>')],
    ['a connection that is cut', cut],
    [
      'half an answer',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': '99' }).write('{', () => cut(response)),
    ],
  ])('a read after %s, twice at most', async (_what, behaviour) => {
    inTurn(behaviour, behaviour, done)
    expect(await client().configurations.get('cfg_1')).toEqual({ id: 'cfg_1' })
    seen = []
    inTurn(behaviour)
    await expect(client().configurations.get('cfg_1')).rejects.toMatchObject({ name: 'ApiError' })
    expect(seen).toHaveLength(3)
  })

  it('doubles the wait each time, and takes a random part of it, at least half', async () => {
    inTurn(away)
    await expect(client({ retries: 6 }).accounts.me()).rejects.toMatchObject({ status: 503 })
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000])
    waits = []
    await expect(client({ retries: 6, clock: clock(1) }).accounts.me()).rejects.toMatchObject({ status: 503 })
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
  })

  it('waits as long as Retry-After says, and fails at once when that is longer than the time-out', async () => {
    inTurn((response) => problem(response, 429, 'rate_limited', { 'retry-after': '7' }), done)
    await client().accounts.me()
    expect(waits).toEqual([7_250])
    waits = []
    inTurn((response) => problem(response, 429, 'rate_limited', { 'retry-after': '30' }))
    await expect(client().accounts.me()).rejects.toMatchObject({ status: 429, retryAfter: 30 })
    expect(waits).toEqual([])
  })

  it('sends the same key in all tries of a call, and a new key for each call', async () => {
    inTurn(cut, away, done, done)
    const input = { name: 'Mine', url: 'https://example.com', events: [] }
    await client().configurations.create(input)
    await client().configurations.create(input)
    await client().configurations.create(input, { idempotencyKey: 'of-mine' })
    const [first, second, third, next, own] = seen.map(({ key }) => key)
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect([second, third]).toEqual([first, first])
    expect(next).not.toBe(first)
    expect(own).toBe('of-mine')
  })

  it('waits when the server still works on the try before', async () => {
    inTurn(cut, (response) => problem(response, 409, 'idempotency_in_progress'), done)
    expect(await client().tests.send({ event: 'PURCHASE_APPROVED' })).toEqual({ id: 'cfg_1' })
  })

  it.each([
    ['a call without a key', away, () => client().configurations.check('cfg_1')],
    ['a removal without a key', away, () => client().sessions.end('ses_1')],
    ['a POST through request()', cut, () => client().request('POST', '/v1/anything', { body: {} })],
    [
      'a call that the server refuses',
      (it: ServerResponse) => problem(it, 422, 'invalid_request'),
      () => client().accounts.me(),
    ],
    [
      'an internal error of the server',
      (it: ServerResponse) => problem(it, 500, 'internal'),
      () => client().accounts.me(),
    ],
    ['a call with retries: 0', away, () => client().accounts.me({ retries: 0 })],
  ])('never: %s', async (_what, behaviour, call) => {
    answer = behaviour
    await expect(call()).rejects.toMatchObject({ name: 'ApiError' })
    expect(seen).toHaveLength(1)
  })

  it('a POST through request() that has a key or is repeatable', async () => {
    inTurn(cut, done, cut, done)
    await client().request('POST', '/v1/anything', { body: {}, idempotencyKey: 'k' })
    await client().request('POST', '/v1/anything', { body: {}, repeatable: true })
    expect(seen.map(({ key }) => key)).toEqual(['k', 'k', undefined, undefined])
  })
})

describe('a server that is not reached', () => {
  it('is named, with the cause', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`
    const failed = client({ baseUrl, retries: 0 }).accounts.me()
    await expect(failed).rejects.toMatchObject({ status: 0, code: 'not_reached' })
    await expect(failed).rejects.toThrow(`${baseUrl} could not be reached: connection refused`)
  })

  it.each([
    ['http://nothing.invalid', 'http://nothing.invalid could not be reached: name not found'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:1 could not be reached: fetch does not use this port'],
  ])('%s', async (baseUrl, message) => {
    await expect(client({ baseUrl, retries: 0 }).accounts.me()).rejects.toThrow(message)
  })

  it('does not speak TLS, or closes the connection', async () => {
    answer = cut
    const hungUp = client({ retries: 0 }).accounts.me()
    await expect(hungUp).rejects.toThrow(`${address()} could not be reached: connection closed`)
    const secure = address().replace('http:', 'https:')
    const plain = client({ baseUrl: secure, retries: 0 }).accounts.me()
    await expect(plain).rejects.toThrow(`${secure} could not be reached: no TLS at this address`)
  })

  it('causes an error without keys, queries and bodies', async () => {
    answer = cut
    const calls = [
      () =>
        client({ retries: 0 }).request('POST', '/v1/x', {
          query: { q: 'not-for-others' },
          body: { a: 'not-for-others' },
        }),
      () => client({ headers: { authorization: 'Bearer not-for-others\r\nx' } }).accounts.me(),
      () =>
        createCredentialClient({
          baseUrl: address(),
          credential: { basic: 'not-for-others' },
          retries: 0,
        }).accounts.me(),
    ]
    for (const call of calls) {
      const error = await call().catch((it: unknown) => it)
      expect(error).toBeInstanceOf(Error)
      expect(inspect(error, { depth: 9 })).not.toContain('not-for-others')
    }
  })

  it('an invalid header is named', async () => {
    const keyOfFile = client({ headers: { authorization: 'Bearer of-a-file\nand more' } })
    await expect(keyOfFile.accounts.me()).rejects.toThrow(/^The header authorization cannot be sent/)
    expect(seen).toEqual([])
  })

  it.each(['https://me:not-for-others@postback.example', 'not-for-others', 'ftp://not-for-others'])(
    'an invalid baseUrl is refused, and the error does not repeat it: %s',
    (baseUrl) => {
      expect(() => client({ baseUrl })).toThrow(/^baseUrl: (?!.*not-for-others)/)
    },
  )
})

describe('an answer', () => {
  it('that is not JSON is an ApiError that names the address', async () => {
    answer = (response) => response.end('<html>Welcome to nginx!</html>')
    await expect(client().accounts.me()).rejects.toMatchObject({
      ...{ name: 'ApiError', status: 200, code: 'unexpected_answer' },
      detail: expect.stringContaining(address()),
    })
  })

  it('is the same when baseUrl ends with a slash', async () => {
    answer = done
    await client({ baseUrl: `${address()}/` }).accounts.me()
    expect(seen[0]?.url).toBe('/v1/me')
  })
})

it.each(['', '.', '..'])('refuses the id "%s", which would lead to another path', (id) => {
  expect(() => client().configurations.remove(id)).toThrow(TypeError)
})

it('ids are escaped in paths', async () => {
  answer = done
  await client().legacyPosts.get('a/b?c')
  expect(seen[0]?.url).toBe('/v1/legacy-posts/a%2Fb%3Fc')
})

describe('a real Postback', () => {
  let postback: Postback
  beforeAll(async () => {
    postback = await startPostback()
    await registerProducer(postback)
  })
  afterAll(() => postback.close())

  it('makes one configuration, and one event, when the answers are lost', async () => {
    const lost = new Set<string>()
    /** The server does what the request says, but the first answer to each kind of call is lost. */
    const lossy: typeof fetch = async (url, init) => {
      const response = await fetch(url, init)
      const call = `${init?.method} ${String(url)}`
      if (init?.method === 'GET' || lost.has(call)) return response
      lost.add(call)
      throw new TypeError('fetch failed')
    }
    const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
    const platform = createClient({ baseUrl: postback.url, headers, fetch: lossy, clock: clock() })
    const made = await platform.configurations.create({
      ...{ name: 'Mine', url: 'http://127.0.0.1:9/hook', events: ['SWITCH_PLAN'] },
    })
    expect(made.secret).toMatch(/^whsec_/)
    const { data } = await platform.configurations.list()
    expect(data.map(({ id }) => id)).toEqual([made.id])

    const { deliveryIds } = await platform.tests.send({ event: 'SWITCH_PLAN', inbox: true })
    const inbox = await Array.fromAsync(platform.deliveries.list({ target: 'inbox' }))
    expect(inbox.map(({ id }) => id)).toEqual(deliveryIds)
    expect([...lost]).toHaveLength(2)
  })

  it('reports a batch, and returns the result of each line', async () => {
    const headers = { authorization: `Bearer ${postback.platformKey}` }
    const platform = createClient({ baseUrl: postback.url, headers })
    const results = await platform.events.postBatch([
      { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', 'HP7') },
      { event: 'PURCHASE_REFUNDED', data: {} },
    ])
    expect(results).toMatchObject([
      { line: 1, status: 202, deliveries: 0 },
      { line: 2, status: 422, code: 'invalid_data' },
    ])
  })

  it('goes through a history page by page', async () => {
    const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
    const platform = createClient({ baseUrl: postback.url, headers })
    for (let n = 0; n < 5; n++) await platform.tests.send({ event: 'PURCHASE_APPROVED', inbox: true })
    const rows = await Array.fromAsync(platform.deliveries.list({ event: ['PURCHASE_APPROVED'], limit: 2 }))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(5)
  })
})
