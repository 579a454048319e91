import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type Postback, type Reply, startPostback } from '../support/harness.ts'
import { inProcess } from '../support/in-process.ts'

let postback: Postback
/** Each test has its own account. */
let account: string
let accounts = 0

beforeAll(async () => {
  postback = await startPostback()
})
afterAll(() => postback.close())
beforeEach(async () => {
  account = `account-${++accounts}`
  await postback.api('PUT', `/v1/accounts/${account}`, { name: 'Escola' })
})

const token = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'

function post(id: string, more: object = {}) {
  return {
    id,
    at: '2019-03-04T10:20:30Z',
    url: 'https://members.example/hook',
    event: 'PURCHASE_APPROVED',
    transaction: `HP${id}`,
    product: 4711,
    status: 200,
    attempts: 1,
    contentType: 'application/x-www-form-urlencoded',
    body: `hottok=${token}&transaction=HP${id}&status=approved`,
    response: 'ok',
    ...more,
  }
}

function importText(text: string, type = 'application/x-ndjson', options: object = {}): Promise<Reply> {
  return postback.api('POST', '/v1/legacy-posts/import', text, {
    account,
    headers: { 'content-type': type },
    ...options,
  })
}

function importPosts(posts: readonly (object | string)[]) {
  return importText(posts.map((it) => (typeof it === 'string' ? it : JSON.stringify(it))).join('\n'))
}

async function list(query = '') {
  const reply = await postback.api('GET', `/v1/legacy-posts?${query}`, undefined, { account })
  expect(reply.status, reply.text).toBe(200)
  return reply.body
}

async function detail(id: string) {
  return (await postback.api('GET', `/v1/legacy-posts/${id}`, undefined, { account })).body
}

describe('an import', () => {
  it('keeps every field of a post, and masks its token', async () => {
    const reply = await importPosts([post('1')])
    expect(reply.body).toEqual({ records: 1, imported: 1, present: 0, refused: 0, errors: [] })
    expect(await detail('1')).toEqual({
      id: '1',
      at: '2019-03-04T10:20:30.000Z',
      url: 'https://members.example/hook',
      event: 'PURCHASE_APPROVED',
      transaction: 'HP1',
      product: 4711,
      state: 'sent',
      sending: false,
      status: 200,
      attempts: 1,
      contentType: 'application/x-www-form-urlencoded',
      importedAt: expect.any(String),
      lastAttemptAt: null,
      body: 'hottok=••••••••&transaction=HP1&status=approved',
      response: 'ok',
      responseTruncated: false,
      processedAgain: [],
      actions: [{ at: expect.any(String), by: 'platform', kind: 'imported', detail: null }],
    })
  })

  it('needs only the event, the time and the address', async () => {
    const { body } = await importPosts([{ id: 17, at: 1_551_694_830_000, url: 'no address', event: 'approved' }])
    expect(body).toMatchObject({ imported: 1 })
    expect(await detail('17')).toMatchObject({
      at: '2019-03-04T10:20:30.000Z',
      state: 'pending',
      transaction: null,
      product: null,
      status: null,
      attempts: 0,
      body: '',
      response: null,
    })
  })

  it('tells sent from pending posts by the status', async () => {
    const statuses = [200, 204, 299, 199, 302, 404, 500, -1, 408, null]
    await importPosts(statuses.map((status) => post(`s${status}`, { status })))
    const ids = async (state: string) => (await list(`state=${state}`)).data.map((it: { id: string }) => it.id).sort()
    expect(await ids('sent')).toEqual(['s200', 's204', 's299'])
    expect(await ids('pending')).toEqual(['s-1', 's199', 's302', 's404', 's408', 's500', 'snull'])
  })

  it('adds nothing when repeated, and can be repeated after it broke off', async () => {
    const posts = Array.from({ length: 500 }, (_, n) => post(`${n}`))
    expect((await importPosts(posts.slice(0, 300))).body).toMatchObject({ imported: 300, present: 0 })
    expect((await importPosts(posts)).body).toMatchObject({ records: 500, imported: 200, present: 300, refused: 0 })
    expect((await importPosts(posts)).body).toMatchObject({ imported: 0, present: 500, refused: 0 })
    expect((await list('limit=250')).data).toHaveLength(250)
  })

  it('as CSV equals NDJSON, with any delimiter and any order of columns', async () => {
    const one = post('1', { response: 'He said: "ok,\r\nfine"', body: '{"hottok":"x","a":1}' })
    const two = post('2', { status: null, attempts: 0, transaction: null, product: null, response: null })
    await importPosts([one, two])
    for (const delimiter of [',', ';', '\t']) {
      const columns = [
        'response',
        'id',
        'body',
        'at',
        'url',
        'event',
        'transaction',
        'product',
        'status',
        'attempts',
        'contentType',
      ]
      const cell = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)
      const rows = [one, two].map((it) => columns.map((name) => cell(it[name as 'id'])).join(delimiter))
      const text = `\ufeff${columns.join(delimiter)}\r\n${rows.join('\r\n')}\r\n`
      const { body } = await importText(text, 'text/csv; charset=utf-8')
      expect(body).toEqual({ records: 2, imported: 0, present: 2, refused: 0, errors: [] })
    }
    expect((await detail('1')).response).toBe('He said: "ok,\r\nfine"')
  })

  it('lists the errors line by line, and keeps the other posts', async () => {
    const { status, body } = await importPosts([
      post('good'),
      'nonsense',
      '',
      post('bad', { product: -1, status: 'fine' }),
      post('when', { at: 'yesterday' }),
      { ...post('x'), id: undefined },
      post('strange', { colour: 'red' }),
      '{"id":"a","id":"b"}',
      '[]',
      post('seconds', { at: 1_551_694_830 }),
      post('future', { at: '2999-01-01T00:00:00Z' }),
      post('half', { body: '\ud800' }),
      post('long', { body: 'x'.repeat(262_145) }),
      post('bad id'),
      post('header', { contentType: 'text/plain\r\nx-evil: 1' }),
      post('good'),
      post('good', { event: 'OTHER' }),
      post('last'),
    ])
    expect(status).toBe(200)
    expect(body).toMatchObject({ records: 17, imported: 2, present: 1, refused: 14 })
    const errors = body.errors.map((it: { line: number; pointer: string }) => `${it.line} ${it.pointer}`)
    expect(errors).toEqual([
      '2 ',
      '4 /product',
      '4 /status',
      '5 /at',
      '6 /id',
      '7 /colour',
      '8 /id',
      '9 ',
      '10 /at',
      '11 /at',
      '12 /body',
      '13 /body',
      '14 /id',
      '15 /contentType',
      '17 /id',
    ])
    for (const { detail } of body.errors) expect(detail.length).toBeGreaterThan(10)
    expect(body.errors[0].detail).toContain('is not a line of JSON')
    expect(body.errors.at(-1).detail).toContain('give one of the two another id')
    expect((await list()).data.map((it: { id: string }) => it.id).sort()).toEqual(['good', 'last'])
    expect(await detail('good')).toMatchObject({ event: 'PURCHASE_APPROVED' })
  })

  it('of CSV counts lines as an editor does, also where a cell has several lines', async () => {
    const text = [
      'id,at,url,event,body,status',
      '1,2019-03-04T10:20:30Z,https://a.example/,A,"one\ntwo\nthree",200',
      '2,2019-03-04T10:20:30Z,https://a.example/,A',
      '3,2019-03-04T10:20:30Z,https://a.example/,A,,many',
      '4,2019-03-04T10:20:30Z,https://a.example/,A,"x"y,200',
      '5,1551694830000,https://a.example/,A,"{""a"":1}",',
    ].join('\n')
    const { body } = await importText(text, 'text/csv')
    expect(body).toMatchObject({ records: 5, imported: 2, refused: 3 })
    expect(body.errors).toMatchObject([
      { line: 5, pointer: '', detail: expect.stringContaining('has 4 cells, but the first line names 6 columns') },
      { line: 6, pointer: '/status', detail: expect.stringContaining('must be a whole number') },
      { line: 7, pointer: '', detail: expect.stringContaining('after the closing quotation mark of cell 5') },
    ])
    expect(await detail('1')).toMatchObject({ body: 'one\ntwo\nthree', state: 'sent' })
    expect(await detail('5')).toMatchObject({ contentType: 'application/json', state: 'pending' })
  })

  it.each([
    ['nothing at all', '', 'must hold at least one post'],
    ['a line that names no columns', '1;2;3\n', 'id is missing'],
    ['an unknown column', 'id,at,url,event,colour\n', '"colour" is not known'],
    ['a column that stands twice', 'id,at,url,event,id\n', 'id stands twice'],
    ['a file that is none', '\0\u0001\u0002', 'must begin with a line that names the columns'],
  ])('of CSV is refused as a whole when it begins with %s', async (_, text, detail) => {
    const { status, body } = await importText(text, 'text/csv')
    expect(status).toBe(400)
    expect(body.code).toBe('invalid_request')
    expect(body.errors[0].detail).toContain(detail)
  })

  it('that is refused as a whole is answered before the rest of it arrives', async () => {
    const { status } = await importText(`colour\n${'x'.repeat(8 * 1024 * 1024)}`, 'text/csv')
    expect(status).toBe(400)
  })

  it('lists the errors of a thousand posts and counts the others', async () => {
    const { body } = await importPosts(Array.from({ length: 1_500 }, () => '{}'))
    expect(body).toMatchObject({ records: 1_500, imported: 0, refused: 1_500 })
    expect(body.errors.at(-1).line).toBe(1_000)
  })

  it('keeps only the beginning of a long response, and no token in it', async () => {
    const response = `You sent ${token}. ${'é'.repeat(70_000)}`
    await importPosts([post('1', { response })])
    const found = await detail('1')
    expect(found.responseTruncated).toBe(true)
    expect(found.response).toHaveLength(65_536)
    expect(found.response.slice(0, 20)).toBe('You sent ••••••••. é')
  })

  it('masks the current token, too, even without a name that tells what it is', async () => {
    const { body } = await postback.api('GET', '/v1/hottok', undefined, { account })
    const url = `https://members.example/hook/${body.hottok}?hottok=${token}`
    await importPosts([post('1', { url, event: 'X', response: `expected ${body.hottok}, got ${token}` })])
    const text = JSON.stringify([await detail('1'), await list()])
    expect(text).not.toContain(body.hottok)
    expect(text).not.toContain(token)
    expect((await detail('1')).url).toBe('https://members.example/hook/••••••••?hottok=••••••••')
  })

  it('needs the platform key and an existing account', async () => {
    const text = JSON.stringify(post('1'))
    expect((await importText(text, 'application/x-ndjson', { account: undefined })).body.code).toBe('account_required')
    expect((await importText(text, 'application/x-ndjson', { account: 'nobody' })).body.code).toBe('not_found')
    expect((await importText(text, 'application/x-ndjson', { key: null })).status).toBe(401)
    expect((await importText(text, 'application/json')).status).toBe(415)
  })

  it('is refused to sessions of the console, which may only read', async () => {
    await importPosts([post('1')])
    const link = await postback.api('POST', '/v1/portal-sessions', { accountId: account })
    const opened = await postback.api(
      'POST',
      '/v1/sessions',
      { link: new URL(link.body.url).hash.slice(1) },
      { key: null, headers: { origin: postback.url } },
    )
    expect(opened.status, opened.text).toBe(201)
    const headers = {
      cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '',
      'postback-csrf': opened.body.csrf,
      origin: postback.url,
    }
    expect((await postback.api('GET', '/v1/legacy-posts', undefined, { key: null, headers })).body.data).toHaveLength(1)
    const refused = await postback.api('POST', '/v1/legacy-posts/import', JSON.stringify(post('2')), {
      key: null,
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
    })
    expect(refused.body.code).toBe('forbidden')
  })

  it('keeps posts while others are still arriving, and those that came before it broke off', async () => {
    const outgoing = httpRequest(`${postback.url}/v1/legacy-posts/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${postback.platformKey}`,
        'postback-account': account,
        'content-type': 'application/x-ndjson',
      },
    })
    const line = (id: string) => `${JSON.stringify(post(id))}\n`
    outgoing.on('error', () => {})
    const closed = new Promise((resolve) => outgoing.once('close', resolve))
    for (let n = 0; n < 250; n++) outgoing.write(line(`a${n}`))
    await eventually(
      () => list('limit=250'),
      ({ data }) => data.length === 200,
    )
    outgoing.write(line('half').slice(0, 50))
    outgoing.destroy()
    await closed
    const { body } = await importPosts([...Array.from({ length: 250 }, (_, n) => post(`a${n}`)), post('half')])
    expect(body).toMatchObject({ imported: 51, present: 200, refused: 0 })
  })

  it('says how many posts were kept when the server stops', async () => {
    const api = await inProcess(postback, { isReady: () => false })
    const reply = await api.inject({
      method: 'POST',
      url: '/v1/legacy-posts/import',
      headers: {
        authorization: `Bearer ${postback.platformKey}`,
        'postback-account': account,
        'content-type': 'application/x-ndjson',
      },
      payload: JSON.stringify(post('1')),
    })
    expect(reply.json()).toMatchObject({
      status: 503,
      code: 'stopping',
      detail: expect.stringContaining('0 posts were kept'),
    })
    await api.close()
  })
})
