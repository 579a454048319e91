import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'

let postback: Postback
let system: OrdinaryReceiver

beforeAll(async () => {
  postback = await startPostback()
  system = await receiver()
})
afterAll(async () => {
  await postback.close()
  await system.close()
})

let accounts = 0
/** An account of its own, with one product. */
async function producer() {
  const account = `producer-${++accounts}`
  const product = 1000 + accounts
  await registerProducer(postback, account, product)
  const call = async (method: string, path: string, body?: unknown) => {
    const reply = await postback.api(method, path, body, { account })
    expect(reply.status, `${method} ${path}: ${reply.text}`).toBeLessThan(300)
    return reply.body
  }
  const events = ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED', 'PURCHASE_COMPLETE']
  return {
    account,
    call,
    configure: (name = 'Invoices', url = system.url) => call('POST', '/v1/configurations', { name, url, events }),
    report: (event: EventName, transaction: string) =>
      call('PUT', `/v1/transactions/${account}-${transaction}`, sale(event, `${account}-${transaction}`, product)),
    attention: () => call('GET', '/v1/attention'),
    /** Waits until so many posts have failed. */
    failed: (count: number) =>
      eventually(
        () => call('GET', '/v1/attention'),
        ({ data }) =>
          data.reduce((sum: number, card: { posts: { failed: number } }) => sum + (card.posts?.failed ?? 0), 0) ===
          count,
      ),
  }
}

describe('GET /v1/attention', () => {
  it('is empty while all is well', async () => {
    system.answer(() => ({ status: 200 }))
    const { configure, report, call, attention } = await producer()
    await configure()
    await report('PURCHASE_APPROVED', 'HP1')
    await eventually(
      () => call('GET', '/v1/deliveries/count?state=delivered'),
      ({ count }) => count === 1,
    )
    expect(await attention()).toEqual({ data: [], failedByHour: [], exact: true })
  })

  it('says what failed by cause, what to try, and what each way of repair would send', async () => {
    system.answer(() => ({ status: 503, headers: { 'content-type': 'text/plain' }, body: 'Down for maintenance\n' }))
    const { configure, report, failed, call, account } = await producer()
    const { id, events, url } = await configure()
    await report('PURCHASE_APPROVED', 'HP1')
    await report('PURCHASE_APPROVED', 'HP2')
    await failed(2)
    await report('PURCHASE_REFUNDED', 'HP1')
    const { data, failedByHour, exact } = await failed(3)
    const { data: posts } = await call('GET', '/v1/deliveries?state=failed')
    const [refund, second, first] = posts
    expect(data).toEqual([
      {
        kind: 'failed',
        configuration: { id, name: 'Invoices', url, events, lastSuccessAt: null },
        since: first.createdAt,
        answer: { status: 503, outcome: 'rejected', cause: null, text: 'Down for maintenance' },
        posts: {
          failed: 3,
          retrying: 0,
          underWay: 0,
          toTry: refund.id,
          latest: 2,
          revoked: 1,
          latestRevoked: 0,
          revokedPosts: [
            { id: first.id, event: 'PURCHASE_APPROVED', transaction: `${account}-HP1`, status: 'REFUNDED' },
          ],
          allChecked: true,
        },
        held: null,
        disabledReason: null,
        pausedUntil: null,
      },
    ])
    expect(second.transaction).toBe(`${account}-HP2`)
    expect(failedByHour).toEqual([{ at: expect.stringMatching(/:00:00.000Z$/), failed: 3 }])
    expect(exact).toBe(true)
  })

  it('agrees with a replay that leaves out what was refunded since', async () => {
    system.answer(() => ({ status: 503 }))
    const { configure, report, failed, call, attention } = await producer()
    const { id } = await configure()
    await report('PURCHASE_APPROVED', 'HP1')
    await report('PURCHASE_APPROVED', 'HP2')
    await failed(2)
    await report('PURCHASE_REFUNDED', 'HP1')
    await failed(3)
    system.answer(() => ({ status: 200 }))
    const filter = { configurationId: id, state: ['failed', 'retrying'], responseStatus: 503, test: false }
    const replay = await call('POST', '/v1/replays', { filter, mode: 'all', skipRevoked: true })
    const ended = await eventually(
      () => call('GET', `/v1/replays/${replay.id}`),
      ({ state }) => state === 'ended',
    )
    expect(ended).toMatchObject({ total: 3, done: 2, skipped: 1 })
    // What was left out needs no repair.
    await eventually(attention, ({ data }) => data.length === 0)
    expect((await call('GET', '/v1/deliveries/count?state=failed')).count).toBe(1)
  })

  it('makes no card of what a later post that arrived has overtaken', async () => {
    system.answer(() => ({ status: 503 }))
    const { configure, report, failed, call, attention } = await producer()
    const { id } = await configure()
    await report('PURCHASE_APPROVED', 'HP1')
    await report('PURCHASE_COMPLETE', 'HP1')
    const [card] = (await failed(2)).data
    expect(card.posts).toMatchObject({ failed: 2, latest: 1, revoked: 0 })
    system.answer(() => ({ status: 200 }))
    await call('POST', '/v1/replays', { filter: { configurationId: id, state: ['failed'] }, mode: 'latest' })
    await eventually(attention, ({ data }) => data.length === 0)
    expect((await call('GET', '/v1/deliveries/count?state=failed')).count).toBe(1)
  })

  it('warns while nothing arrives and posts still have attempts', async () => {
    const slow = await startPostback({ POSTBACK_RETRY_SCHEDULE: '1h,1h' })
    system.answer(() => ({ status: 500 }))
    await registerProducer(slow)
    const input = { name: 'Shop', url: system.url, events: ['PURCHASE_APPROVED'] }
    await slow.api('POST', '/v1/configurations', input, { account: 'producer' })
    await slow.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1'))
    const ask = async () => (await slow.api('GET', '/v1/attention', undefined, { account: 'producer' })).body
    const { data } = await eventually(ask, ({ data }) => data.length === 1)
    expect(data).toMatchObject([{ kind: 'failing', posts: { failed: 0, retrying: 1, toTry: null } }])
    await slow.close()
  })

  it('names a receiver that asked to wait, until when', async () => {
    system.answer(() => ({ status: 429, headers: { 'retry-after': '600' } }))
    const { configure, report, attention } = await producer()
    await configure()
    await report('PURCHASE_APPROVED', 'HP1')
    const { data } = await eventually(attention, ({ data }) => data.length === 1)
    expect(data).toMatchObject([{ kind: 'slowed', pausedUntil: expect.any(String), posts: null }])
  })

  it('names what a fault disabled, and what is held with its last day; not what a person disabled with nothing held', async () => {
    system.answer(() => ({ status: 410 }))
    const { configure, report, call, attention } = await producer()
    const gone = await configure('Old shop')
    const resting = await configure('Resting')
    await call('POST', `/v1/configurations/${resting.id}/disable`)
    await report('PURCHASE_APPROVED', 'HP1')
    const { data } = await eventually(
      attention,
      ({ data }) =>
        data.length === 2 && data.every(({ held }: { held: { count: number } | null }) => held?.count === 1),
    )
    expect(data).toMatchObject([
      { kind: 'disabled', configuration: { id: gone.id }, disabledReason: 'gone', held: { count: 1 } },
      { kind: 'held', configuration: { id: resting.id }, disabledReason: 'manual', held: { count: 1 }, posts: null },
    ])
    const [held] = (await call('GET', `/v1/deliveries?state=held&configurationId=${resting.id}`)).data
    expect(Date.parse(data[1].held.until) - Date.parse(held.createdAt)).toBe(60 * 86_400_000)
    await call('POST', `/v1/configurations/${resting.id}/enable`, { held: 'discard' })
    await call('DELETE', `/v1/configurations/${gone.id}`)
    await eventually(attention, ({ data }) => data.length === 0)
  })

  it('shows an account nothing of another', async () => {
    const { attention } = await producer()
    expect((await attention()).data).toEqual([])
  })
})
