import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, startPostback } from '../support/harness.ts'

let postback: Postback
let hook: OrdinaryReceiver
const account = 'producer'
const old = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'

beforeEach(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
})
afterEach(async () => {
  await postback.close()
  await hook.close()
})

function post(id: string, more: object = {}) {
  return {
    id,
    at: '2019-03-04T10:20:30Z',
    url: `${hook.url}?from=before&hottok=${old}`,
    event: 'PURCHASE_APPROVED',
    transaction: `HP${id}`,
    product: 4711,
    status: 500,
    attempts: 5,
    contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
    body: `callback_type=1&hottok=${old}&aff=&name=Jo%C3%A3o+B&status=approved`,
    response: '<h1>Internal error</h1>',
    ...more,
  }
}

async function importPosts(...posts: readonly object[]) {
  const text = posts.map((it) => JSON.stringify(it)).join('\n')
  const headers = { 'content-type': 'application/x-ndjson' }
  const reply = await postback.api('POST', '/v1/legacy-posts/import', text, { account, headers })
  expect(reply.body).toMatchObject({ imported: posts.length, refused: 0 })
}

function configure(url = hook.url, events = ['PURCHASE_REFUNDED']) {
  return postback.api('POST', '/v1/configurations', { name: 'Members area', url, events }, { account })
}

const get = async (path: string) => (await postback.api('GET', path, undefined, { account })).body
const resend = (id: string, options: object = {}) =>
  postback.api('POST', `/v1/legacy-posts/${id}/resend`, undefined, { account, ...options })
const ended = (id: string) =>
  eventually(
    () => get(`/v1/legacy-posts/${id}`),
    ({ sending }) => sending === false,
  )

describe('the list', () => {
  it('is filtered by the query, and goes page by page', async () => {
    const moments = ['2019-01-01T00:00:00Z', '2019-02-01T00:00:00Z', '2019-03-01T00:00:00Z', '2019-04-01T00:00:00Z']
    await importPosts(
      ...moments.map((at, n) =>
        post(`${n}`, { at, status: [200, 404, null, 200][n], event: n === 3 ? 'OTHER' : 'ONE' }),
      ),
    )
    const ids = async (query: string) =>
      (await get(`/v1/legacy-posts?${query}`)).data.map((it: { id: string }) => it.id).join('')
    expect(await ids('')).toBe('3210')
    expect(await ids('state=sent')).toBe('30')
    expect(await ids('state=pending')).toBe('21')
    expect(await ids('event=ONE&state=sent')).toBe('0')
    expect(await ids('transaction=HP2')).toBe('2')
    expect(await ids('product=4711&status=404')).toBe('1')
    expect(await ids('status=none')).toBe('2')
    expect(await ids('product=1')).toBe('')
    expect(await ids('from=2019-02-01T00:00:00Z&to=2019-04-01T00:00:00Z')).toBe('21')
    const first = await get('/v1/legacy-posts?limit=3')
    expect(first.data).toHaveLength(3)
    expect(first.data[0]).not.toHaveProperty('body')
    expect(await ids(`limit=3&cursor=${first.nextCursor}`)).toBe('0')
    expect(await get('/v1/legacy-posts?cursor=bm8')).toMatchObject({ status: 400, errors: [{ pointer: '?cursor' }] })
    expect(await get('/v1/legacy-posts?state=lost')).toMatchObject({ status: 400, errors: [{ pointer: '?state' }] })
  })
})

describe('a pending post processed again', () => {
  it('goes out unchanged but with the current token, and counts as sent when it arrives', async () => {
    hook.answer(() => ({ status: 201, headers: { 'x-server': 'apache' }, body: 'welcome' }))
    await configure()
    await importPosts(post('1'))
    const { hottok } = await get('/v1/hottok')
    const begun = await resend('1')
    expect(begun.status).toBe(202)
    expect(begun.body).toMatchObject({
      id: '1',
      sending: true,
      state: 'pending',
      processedAgain: [{ number: 1, outcome: null }],
    })
    const [arrival] = await hook.arrivals(1)
    expect(arrival?.path).toBe(`/hook?from=before&hottok=${hottok}`)
    expect(arrival?.body).toBe(`callback_type=1&hottok=${hottok}&aff=&name=Jo%C3%A3o+B&status=approved`)
    expect(arrival?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-hotmart-hottok': hottok,
    })
    expect(arrival?.headers['user-agent']).toMatch(/^Postback\//)
    expect(Object.keys(arrival?.headers ?? {}).filter((name) => /^(webhook|postback)-/.test(name))).toEqual([])
    const after = await ended('1')
    expect(after).toMatchObject({
      state: 'sent',
      status: 201,
      attempts: 6,
      response: '<h1>Internal error</h1>',
      processedAgain: [
        {
          number: 1,
          by: 'platform',
          outcome: 'delivered',
          status: 201,
          response: {
            body: 'welcome',
            encoding: 'utf-8',
            headers: expect.arrayContaining([{ name: 'x-server', value: 'apache' }]),
          },
        },
      ],
      actions: [
        { kind: 'imported', by: 'platform' },
        { kind: 'processed-again', by: 'platform' },
        { kind: 'attempted', by: 'postback', detail: 'attempt 1: delivered (201)' },
      ],
    })
    expect(JSON.stringify(after)).not.toContain(hottok)
    expect((await get('/v1/legacy-posts?state=pending')).data).toEqual([])
    expect(await resend('1')).toMatchObject({ status: 409, body: { code: 'post_sent' } })
    expect((await get('/v1/deliveries')).data).toEqual([])
  })

  it('as JSON keeps every byte except the token', async () => {
    await configure()
    const body = `{ "hottok" : "${old}",\n  "price": 10.00, "buyerVO": {"name": "Jo\\u00e3o 🎸"} }`
    await importPosts(post('1', { contentType: null, body }))
    const { hottok } = await get('/v1/hottok')
    await resend('1')
    const [arrival] = await hook.arrivals(1)
    expect(arrival?.body).toBe(body.replace(old, hottok))
    expect(arrival?.headers['content-type']).toBe('application/json')
  })

  it('that fails stays pending, says why, and can be tried again', async () => {
    hook.answer(() => ({ status: 503, body: 'not now' }))
    await configure()
    await importPosts(post('1'))
    await resend('1')
    expect(await ended('1')).toMatchObject({
      state: 'pending',
      status: 503,
      attempts: 6,
      lastAttemptAt: expect.any(String),
    })
    hook.answer(() => ({ status: 200 }))
    await resend('1')
    expect(await ended('1')).toMatchObject({
      state: 'sent',
      status: 200,
      attempts: 7,
      processedAgain: [{}, { number: 2 }],
    })
    expect(hook.arrived).toHaveLength(2)
  })

  it('is refused while an attempt is under way, and a stop records that attempt', async () => {
    const answer = Promise.withResolvers<{ status: number }>()
    hook.answer(() => answer.promise)
    await configure()
    await importPosts(post('1'))
    await resend('1')
    await hook.arrivals(1)
    expect(await resend('1')).toMatchObject({ status: 409, body: { code: 'post_sending' } })
    expect((await get('/v1/legacy-posts')).data).toMatchObject([{ id: '1', sending: true }])
    const restarted = postback.restart()
    answer.resolve({ status: 200 })
    await restarted
    expect(await get('/v1/legacy-posts/1')).toMatchObject({ state: 'sent', sending: false, attempts: 6 })
  })

  it('is sent once per Idempotency-Key', async () => {
    await configure()
    await importPosts(post('1'))
    const key = { headers: { 'idempotency-key': 'again-1' } }
    const first = await resend('1', key)
    await ended('1')
    const second = await resend('1', key)
    expect(second).toMatchObject({ status: 202, text: first.text })
    expect(hook.arrived).toHaveLength(1)
  })

  it('goes only to hosts of active configurations', async () => {
    await importPosts(post('1'))
    expect(await resend('1')).toMatchObject({ status: 409, body: { code: 'host_not_configured' } })
    const { body: elsewhere } = await configure('http://127.0.0.2:9/hook')
    expect((await resend('1')).body).toMatchObject({
      code: 'host_not_configured',
      detail: expect.stringContaining('The post went to http://127.0.0.1:'),
    })
    const { body: here } = await configure(`${new URL(hook.url).origin}/another/path`)
    await postback.api('POST', `/v1/configurations/${here.id}/disable`, undefined, { account })
    expect((await resend('1')).body).toMatchObject({ code: 'configuration_disabled' })
    await postback.api('POST', `/v1/configurations/${here.id}/enable`, { held: 'all' }, { account })
    expect((await resend('1')).status).toBe(202)
    await ended('1')
    await importPosts(post('2'))
    for (const { id } of [here, elsewhere])
      await postback.api('DELETE', `/v1/configurations/${id}`, undefined, { account })
    expect((await resend('2')).body).toMatchObject({ code: 'host_not_configured' })
    expect(hook.arrived).toHaveLength(1)
  })

  it('needs the same scheme and port, too: another service of that host must not get the token', async () => {
    const { hostname, port } = new URL(hook.url)
    await importPosts(post('1'))
    for (const url of [`http://${hostname}:${Number(port) + 1}/hook`, `https://${hostname}:${port}/hook`]) {
      await configure(url)
      expect((await resend('1')).body, url).toMatchObject({ code: 'host_not_configured' })
    }
    expect(hook.arrived).toHaveLength(0)
  })

  it('carries the token of a hook where only that hook goes, and never the account’s token there', async () => {
    const { hottok } = await get('/v1/hottok')
    const { origin } = new URL(hook.url)
    const made = await postback.api('POST', '/v1/hooks', { targetUrl: `${origin}/a-hook` }, { account })
    await importPosts(post('1'), post('2'))
    await resend('1')
    await ended('1')
    await configure(`${origin}/a-configuration`)
    await postback.api('POST', '/v1/hooks', { targetUrl: `${origin}/another-hook` }, { account })
    await resend('2')
    const tokens = (await hook.arrivals(2)).map(({ headers }) => headers['x-hotmart-hottok'])
    expect(tokens).toEqual([made.body.hottok, hottok])
  })

  it('obeys the address policy first', async () => {
    const strict = await startPostback({ POSTBACK_ALLOW_HTTP: 'false', POSTBACK_ALLOW_NETWORKS: '' })
    await registerProducer(strict)
    const urls = [
      'http://members.example/hook',
      'https://10.0.0.1/hook',
      'https://user:pw@members.example/',
      'not an address',
    ]
    const text = urls.map((url, n) => JSON.stringify(post(`${n}`, { url }))).join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    await strict.api('POST', '/v1/legacy-posts/import', text, { account, headers })
    for (const n of urls.keys()) {
      const reply = await strict.api('POST', `/v1/legacy-posts/${n}/resend`, undefined, { account })
      expect(reply.body, urls[n]).toMatchObject({ status: 422, code: 'invalid_url' })
    }
    await strict.close()
  })

  it('carries the token of the configuration with its address', async () => {
    const { body: plain } = await configure(`${new URL(hook.url).origin}/plain`)
    const { body: early } = await configure(`${hook.url}?from=before&hottok=`)
    const { next, hottok } = (await postback.api('POST', '/v1/hottok/rotate', {}, { account })).body
    await postback.api('POST', `/v1/configurations/${early.id}/use-new-hottok`, undefined, { account })
    await importPosts(post('1'), post('2', { url: plain.url }))
    await resend('1')
    await resend('2')
    const arrived = await hook.arrivals(2)
    const tokenAt = (path: string) => arrived.find((it) => it.path.startsWith(path))?.headers['x-hotmart-hottok']
    expect(tokenAt('/hook')).toBe(next)
    expect(tokenAt('/plain')).toBe(hottok)
  })

  it('is refused beyond a few at once, and accepted again later', async () => {
    const answer = Promise.withResolvers<{ status: number }>()
    hook.answer(() => answer.promise)
    await configure()
    await importPosts(...Array.from({ length: 9 }, (_, n) => post(`${n}`)))
    for (let n = 0; n < 8; n++) expect((await resend(`${n}`)).status).toBe(202)
    expect(await resend('8')).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    answer.resolve({ status: 200 })
    await ended('0')
    expect((await resend('8')).status).toBe(202)
    await ended('8')
  })

  it('is not found for an unknown post', async () => {
    expect(await resend('1')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await get('/v1/legacy-posts/%2e%2e')).toMatchObject({ status: 404 })
  })
})
