import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

let postback: Postback
let good: OrdinaryReceiver
let bad: OrdinaryReceiver
let goodId: string
let badId: string
/** Of the deliveries that have failed. */
let failedIds: readonly string[]

beforeAll(async () => {
  postback = await startPostback({ POSTBACK_RETRY_SCHEDULE: '5ms' })
  good = await receiver(() => ({ status: 200, body: 'thanks ✓' }))
  bad = await receiver(() => ({ status: 500, body: Uint8Array.from([0xff, 0xfe, 0x00]) }))
  await registerProducer(postback)
  goodId = await configure('Good', good.url, { hottokInBody: true })
  badId = await configure('Bad', bad.url)
  await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1'))
  await postback.api('PUT', '/v1/transactions/HP2', sale('PURCHASE_REFUNDED', 'HP2'))
  await eventually(
    () => list(''),
    ({ data }) => data.length === 4 && data.every((it) => /delivered|failed/.test(it.state)),
  )
  failedIds = (await list('?state=failed')).data.map((it) => it.id)
})
afterAll(async () => {
  await postback.close()
  await good.close()
  await bad.close()
})

const account = { account: 'producer' }

async function configure(name: string, url: string, more: object = {}): Promise<string> {
  const events = ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED']
  return (await postback.api('POST', '/v1/configurations', { name, url, events, ...more }, account)).body.id
}

interface Row {
  readonly id: string
  readonly state: string
  readonly event: string
  readonly configurationId: string
  readonly transaction: string
}

async function list(query: string): Promise<{ data: readonly Row[]; nextCursor: string | null }> {
  return (await postback.api('GET', `/v1/deliveries${query}`, undefined, account)).body
}

async function find(query: string): Promise<string> {
  return (await list(query)).data[0]?.id ?? ''
}

describe('the list of deliveries', () => {
  const filters: readonly [title: string, query: () => string, rows: number][] = [
    ['all', () => '', 4],
    ['one state', () => '?state=failed', 2],
    ['several states with commas', () => '?state=failed,delivered', 4],
    ['several states, repeated', () => '?state=failed&state=queued', 2],
    ['ids with commas', () => `?id=${failedIds.join()}`, 2],
    ['an id that is no longer there', () => `?id=${failedIds[0]}&id=dlv_${'0'.repeat(32)}`, 1],
    ['an event', () => '?event=PURCHASE_REFUNDED', 2],
    ['a configuration', () => `?configurationId=${badId}`, 2],
    ['a product', () => '?productId=1000', 4],
    ['another product', () => '?productId=1001', 0],
    ['a transaction', () => '?transaction=HP2', 2],
    ['a response status', () => '?responseStatus=500', 2],
    ['no response yet', () => '?responseStatus=none', 0],
    ['no connection', () => '?responseStatus=-1', 0],
    ['tests', () => '?test=true', 0],
    ['no tests', () => '?test=false', 4],
    ['from a time', () => `?from=${encodeURIComponent(new Date(Date.now() - 60_000).toISOString())}`, 4],
    ['up to a time', () => `?to=${Date.now() - 60_000}`, 0],
    ['several at once', () => `?state=failed&transaction=HP1&configurationId=${badId}&responseStatus=500`, 1],
  ]
  it.each(filters)('narrowed by %s', async (_title, query, rows) => {
    const { data, nextCursor } = await list(query())
    expect(data).toHaveLength(rows)
    expect(nextCursor).toBeNull()
    const { body } = await postback.api('GET', `/v1/deliveries/count${query()}`, undefined, account)
    expect(body).toEqual({ count: rows, exact: true })
  })

  it('goes page by page, newest first', async () => {
    const whole = (await list('')).data.map((it) => it.id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`?limit=1${cursor && `&cursor=${cursor}`}`)
      paged.push(...page.data.map((it) => it.id))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
    expect((await list('')).data[0]?.transaction).toBe('HP2')
  })

  runScenarios(
    () => postback,
    [
      {
        title: 'an invalid configuration id is refused',
        request: ['GET', '/v1/deliveries?configurationId=x', undefined, account],
        status: 400,
        mustContain: ['"?configurationId"', 'cfg_'],
      },
      {
        title: 'a delivery id that is none is refused',
        request: ['GET', '/v1/deliveries?id=x', undefined, account],
        status: 400,
        mustContain: ['"?id"', 'dlv_'],
      },
      {
        title: 'a state that is none is refused',
        request: ['GET', '/v1/deliveries?state=failed,lost', undefined, account],
        status: 400,
        mustContain: ['"?state"', 'queued, sending'],
      },
      {
        title: 'an invalid cursor is refused',
        request: ['GET', '/v1/deliveries?cursor=nonsense', undefined, account],
        status: 400,
        mustContain: ['"?cursor"'],
      },
      {
        title: 'an invalid response status is refused',
        request: ['GET', '/v1/deliveries?responseStatus=ok', undefined, account],
        status: 400,
        mustContain: ['"?responseStatus"', 'none'],
      },
      {
        title: 'figures by state',
        request: ['GET', '/v1/stats', undefined, account],
        status: 200,
        mustContain: ['"key":"delivered","count":2', '"key":"failed","count":4', '"p95Ms":'],
      },
      {
        title: 'figures by configuration and day',
        request: ['GET', '/v1/stats?groupBy=configuration&interval=day', undefined, account],
        status: 200,
        mustContain: ['"key":"cfg_', 'T00:00:00.000Z'],
      },
      {
        title: 'figures over too long a time',
        request: ['GET', '/v1/stats?interval=hour&from=2020-01-01T00:00:00Z', undefined, account],
        status: 400,
        mustContain: ['"?from"', '31 days'],
      },
    ],
  )
})

describe('a delivery', () => {
  it('shows what was sent, with tokens masked', async () => {
    const id = await find(`?configurationId=${goodId}&transaction=HP1`)
    const { body, text } = await postback.api('GET', `/v1/deliveries/${id}`, undefined, account)
    const { body: tokens } = await postback.api('GET', '/v1/hottok', undefined, account)
    const sent = good.arrived.find((it) => it.body.includes('HP1'))
    expect(sent?.body).toContain(tokens.hottok)
    expect(text).not.toContain(tokens.hottok)
    expect(body.payload).toBe(sent?.body.replace(tokens.hottok, '••••••••'))
    expect(body.request.headers).toMatchObject({
      'webhook-id': sent?.headers['webhook-id'],
      'webhook-timestamp': sent?.headers['webhook-timestamp'],
      'user-agent': sent?.headers['user-agent'],
      'x-hotmart-hottok': '••••••••',
      'webhook-signature': 'v1,••••••••',
    })
    expect(body.attempts).toMatchObject([
      {
        number: 1,
        series: 1,
        inSeries: 1,
        outcome: 'delivered',
        status: 200,
        response: { body: 'thanks ✓', encoding: 'utf-8' },
      },
    ])
    expect(body).toMatchObject({ state: 'delivered', attemptCount: 1, attemptsMax: 2, warning: null })
    expect(body.actions.map((it: { kind: string }) => it.kind)).toContain('attempted')
  })

  it('shows bytes that are not text as base64', async () => {
    const id = await find(`?configurationId=${badId}&transaction=HP1`)
    const { body } = await postback.api('GET', `/v1/deliveries/${id}`, undefined, account)
    expect(body.attempts).toHaveLength(2)
    expect(body.attempts[1].response).toMatchObject({ body: '//4A', encoding: 'base64', truncated: false })
  })

  it('warns when sending it again would give a refunded buyer access', async () => {
    await postback.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_REFUNDED', 'HP1'))
    const id = await find(`?configurationId=${goodId}&transaction=HP1&event=PURCHASE_APPROVED`)
    const { body } = await postback.api('GET', `/v1/deliveries/${id}`, undefined, account)
    expect(body.warning).toMatchObject({ status: 'REFUNDED' })
    expect(body.overtaken).toBe(true)
  })

  it('is processed again: a new series and a past action', async () => {
    const id = await find(`?configurationId=${goodId}&transaction=HP2`)
    const { status, body } = await postback.api('POST', `/v1/deliveries/${id}/resend`, undefined, account)
    expect(status).toBe(202)
    expect(body).toMatchObject({ id, series: 2, trigger: 'manual' })
    const ask = async () => (await postback.api('GET', `/v1/deliveries/${id}`, undefined, account)).body
    const again = await eventually(ask, ({ attempts }) => attempts.length === 2)
    expect(again.attempts[1]).toMatchObject({ series: 2, inSeries: 1, trigger: 'manual' })
    expect(again.actions).toContainEqual(expect.objectContaining({ kind: 'processed-again', by: 'platform' }))
    const cancelled = await postback.api('POST', `/v1/deliveries/${id}/cancel`, undefined, account)
    expect(cancelled.body).toMatchObject({ status: 409, code: 'not_cancellable' })
  })

  it('that is held can be cancelled', async () => {
    await postback.api('POST', `/v1/configurations/${badId}/disable`, undefined, account)
    await postback.api('PUT', '/v1/transactions/HP3', sale('PURCHASE_APPROVED', 'HP3'))
    const id = await find(`?configurationId=${badId}&transaction=HP3`)
    const { status, body } = await postback.api('POST', `/v1/deliveries/${id}/cancel`, undefined, account)
    expect(status).toBe(202)
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: 'manual' })
  })
})

describe('replays', () => {
  it('are counted first, then run and report progress', async () => {
    const filter = { state: ['delivered'], configurationId: goodId }
    const counted = await postback.api('POST', '/v1/replays', { filter, mode: 'all', dryRun: true }, account)
    expect(counted.status).toBe(200)
    expect(counted.body.exact).toBe(true)
    const started = await postback.api('POST', '/v1/replays', { filter, mode: 'all' }, account)
    expect(started.status).toBe(202)
    expect(started.body).toMatchObject({ state: 'running', total: counted.body.count, by: 'platform' })
    const ask = async () => (await postback.api('GET', `/v1/replays/${started.body.id}`, undefined, account)).body
    const ended = await eventually(ask, ({ state }) => state === 'ended')
    expect(ended.done + ended.skipped).toBe(counted.body.count)
    const arrived = await eventually(ask, ({ waiting }) => waiting === 0)
    expect(arrived).toMatchObject({ arrived: ended.done, waiting: 0, failed: 0 })
    const failures = await postback.api('GET', `/v1/replays/${started.body.id}/failed`, undefined, account)
    expect(failures.body).toEqual({ data: [], nextCursor: null })
    expect((await postback.api('POST', `/v1/replays/${started.body.id}/cancel`, undefined, account)).body.code).toBe(
      'replay_ended',
    )
  })

  it('of a selection take just that', async () => {
    const filter = { id: failedIds.slice(0, 1) }
    const started = await postback.api('POST', '/v1/replays', { filter, mode: 'all' }, account)
    const ask = async () => (await postback.api('GET', `/v1/replays/${started.body.id}`, undefined, account)).body
    const ended = await eventually(ask, ({ state }) => state === 'ended')
    expect(ended.total).toBe(1)
    expect(ended.done + ended.skipped).toBe(1)
  })

  it('count what has arrived and what has failed, and list those that failed', async () => {
    const failingId = await configure('Failing', bad.url)
    for (const transaction of ['HP21', 'HP22']) {
      await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    }
    await eventually(
      () => list(`?configurationId=${failingId}`),
      ({ data }) => data.length === 2 && data.every((it) => it.state === 'failed'),
    )
    const filter = { configurationId: failingId }
    const started = await postback.api('POST', '/v1/replays', { filter, mode: 'all' }, account)
    expect(started.body).toMatchObject({ arrived: 0, waiting: 0, failed: 0 })
    const path = `/v1/replays/${started.body.id}`
    const ask = async (query = '') => (await postback.api('GET', `${path}${query}`, undefined, account)).body
    const ended = await eventually(ask, ({ state, waiting }) => state === 'ended' && waiting === 0)
    expect(ended).toMatchObject({ done: 2, arrived: 0, failed: 2 })
    const first = await ask('/failed?limit=1')
    const second = await ask(`/failed?limit=1&cursor=${first.nextCursor}`)
    expect(second.nextCursor).toBeNull()
    expect(first.data[0].buyer).toMatch(/^.•••@/)
    const rows = [...first.data, ...second.data].map(({ configurationId, state }) => [configurationId, state])
    expect(rows).toEqual([
      [failingId, 'failed'],
      [failingId, 'failed'],
    ])
    const others = await postback.api('GET', `${path}/failed`, undefined, { account: 'nobody' })
    expect(others.status).toBe(404)
  })

  runScenarios(
    () => postback,
    [
      {
        title: 'a filter with an unknown field is refused',
        request: ['POST', '/v1/replays', { filter: { status: 'failed' }, mode: 'all' }, account],
        status: 400,
        mustContain: ['"/filter/status"'],
      },
      {
        title: 'a filter with an invalid configuration id is refused',
        request: ['POST', '/v1/replays', { filter: { configurationId: 'x' }, mode: 'all' }, account],
        status: 400,
        mustContain: ['"/filter/configurationId"'],
      },
    ],
  )
})

describe('tests', () => {
  it('go to configurations and other addresses, one delivery for each', async () => {
    const other = await receiver()
    const sent = await postback.api(
      'POST',
      '/v1/tests',
      { event: 'PURCHASE_DELAYED', configurationIds: [goodId], urls: [other.url], data: { buyer: { name: 'Zoé' } } },
      account,
    )
    expect(sent.status).toBe(202)
    expect(sent.body.deliveryIds).toHaveLength(2)
    const [arrival] = await other.arrivals(1)
    expect(arrival?.headers['postback-test']).toBe('true')
    expect(arrival?.headers['x-hotmart-hottok']).toBeUndefined()
    expect(arrival?.body).toContain('Zoé')
    const { body } = await postback.api('GET', `/v1/deliveries/${sent.body.deliveryIds[1]}`, undefined, account)
    expect(body).toMatchObject({ configurationId: null, url: other.url, test: true })
    await other.close()
  })

  runScenarios(
    () => postback,
    [
      {
        title: 'an invalid configuration id is named',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', configurationIds: ['x'] }, account],
        status: 400,
        mustContain: ['"/configurationIds/0"'],
      },
      {
        title: 'an address that is not allowed is named',
        request: ['POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: ['http://10.0.0.1/'] }, account],
        status: 400,
        mustContain: ['"/urls/0"'],
      },
      {
        title: 'changes that make no sense are named',
        request: [
          'POST',
          '/v1/tests',
          { event: 'PURCHASE_APPROVED', urls: ['https://example.com/'], data: { buyer: 5 } },
          account,
        ],
        status: 422,
        mustContain: ['"/data/buyer"'],
      },
    ],
  )
})
