import pino from 'pino'
import { describe, expect, it } from 'vitest'
import type { Uuid } from '../../src/domain/ids.ts'
import type { Json } from '../../src/domain/text/json.ts'
import { eventually, sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** Logs and metrics for the operator: a line for each attempt, and figures. Neither contains buyer data or a secret. */

async function loggedStage(environment: Readonly<Record<string, string>> = {}) {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const stage = await setStage(environment, { log })
  const entries = (message: string) => lines.map((line) => JSON.parse(line)).filter((it) => it.msg === message)
  return { stage, lines, entries }
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

describe('the log', () => {
  it('has one line for each attempt, with every id and the next step', async () => {
    const { stage, entries, lines } = await loggedStage()
    let asked = 0
    const site = await stage.receiver(() => ({ status: ++asked < 3 ? 503 : 200, body: 'thanks' }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const { eventId } = await stage.report('PURCHASE_APPROVED', 'HP1')
    const delivered = await stage.delivery('transaction=HP1', (it) => it.state === 'delivered')
    const attempts = entries('attempt')
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'rejected', status: 503, next: 'retry', nextAt: expect.stringMatching(/Z$/) },
      { attempt: 2, outcome: 'rejected', status: 503, next: 'retry' },
      { attempt: 3, outcome: 'delivered', status: 200, next: 'delivered', answerBytes: 6 },
    ])
    for (const line of attempts) {
      expect(line).toMatchObject({ account: 'producer', event: 'PURCHASE_APPROVED', eventId, transaction: 'HP1' })
      expect(line).toMatchObject({
        series: 1,
        trigger: 'automatic',
        sequence: 1,
        test: false,
        host: new URL(site.url).host,
      })
      expect(line).toMatchObject({ delivery: delivered.id, configuration: id })
      expect(line.durationMs).toBeGreaterThanOrEqual(0)
    }
    // Only event ids are bare UUIDs, as in the API.
    expect(new Set(lines.join('').match(/\w{8}-\w{4}-\w{4}-\w{4}-\w{12}/g))).toEqual(new Set([eventId]))
  })

  it('says why a configuration is sent fewer posts than are queued for it', async () => {
    const { stage, entries } = await loggedStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    const site = await stage.receiver(() => ({ status: 429, headers: { 'retry-after': '60' } }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    for (const number of [1, 2, 3]) await stage.report('PURCHASE_APPROVED', `HP${number}`)
    await eventually(
      async () => entries('attempt'),
      (lines) => lines.length > 0,
    )
    expect(entries('attempt')[0]).toMatchObject({ status: 429, laneLimit: 4 })
    expect(Date.parse(entries('attempt')[0].askedToWaitUntil)).toBeGreaterThan(Date.now() + 50_000)
    const metrics = await eventually(
      async () => (await stage.postback.api('GET', '/metrics')).text,
      (text) => text.includes('postback_configurations_slowed{reason="paused"} 1'),
    )
    expect(metrics).toContain(
      `postback_slowed_configuration_lag_seconds{account="producer",configuration="${id}",reason="paused"}`,
    )
    expect(metrics).toMatch(/^postback_lag_seconds 0$/m)
    const quick = await stage.receiver()
    await stage.configure(quick.url, ['PURCHASE_APPROVED'], { maxPerSecond: 5 })
    // At once: at a slower pace nothing would have to wait.
    await Promise.all([4, 5, 6, 7].map((number) => stage.report('PURCHASE_APPROVED', `HP${number}`)))
    await quick.arrivals(4)
    const lines = await eventually(
      async () => entries('attempt').filter((it) => it.status === 200),
      (delivered) => delivered.length === 4,
    )
    expect(lines.some((it) => it.slowed === 'paced')).toBe(true)
  })

  it('holds no buyer data, payload, answer or secret, and only the host of a URL', async () => {
    const { stage, lines, entries } = await loggedStage({ POSTBACK_RETRY_SCHEDULE: '20ms' })
    const site = await stage.receiver(() => ({ status: 500, body: 'answer-canary' }))
    const made = await stage.configure(`${site.url}path-canary?token=query-canary`, ['PURCHASE_BILLET_PRINTED'])
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    const data = sale('PURCHASE_BILLET_PRINTED', 'HP1')
    await stage.ok('PUT', '/v1/transactions/HP1', data)
    await stage.postback.api('PUT', '/v1/transactions/HP2', { ...data, product: { id: 'wrong' } })
    await stage.delivery('transaction=HP1', (it) => it.state === 'failed')
    expect(entries('attempt')).toHaveLength(2)
    const log = lines.join('')
    const buyer = textsIn(data.buyer ?? null).filter((text) => text.length > 3)
    expect(buyer.length).toBeGreaterThan(3)
    const secrets = [hottok, made.secret, stage.postback.platformKey, 'canary', 'billet_barcode']
    for (const text of [...buyer, ...secrets]) expect(log).not.toContain(text)
  })

  it('reports refused keys, each kind once, and never the key', async () => {
    const { stage, lines, entries } = await loggedStage()
    const call = (authorization: string) =>
      stage.postback.api('GET', '/v1/me', undefined, { key: null, headers: { authorization } })
    const token = (authorization?: string) =>
      stage.postback.api('POST', '/security/oauth/token?grant_type=client_credentials', undefined, {
        key: null,
        headers: authorization === undefined ? {} : { authorization },
      })
    const basic = `Basic ${btoa('canary-client:canary-secret')}`
    for (const _ of [1, 2]) {
      await call('Bearer pbk_canary-of-a-platform-key')
      await call('Bearer pbt_canary-of-a-token')
      await call('pbk_canary-without-bearer')
      expect((await token(basic)).status).toBe(401)
    }
    // A call without a key has no key to refuse.
    await stage.postback.api('GET', '/v1/me', undefined, { key: null })
    await token()
    const refused = entries('a key was refused')
    expect(refused.map(({ kind }) => kind)).toEqual([
      'platform-key',
      'access-token',
      'unreadable-authorization',
      'client-credential',
    ])
    for (const line of refused) expect(line).toMatchObject({ level: 40, caller: '127.0.0.1', count: 1 })
    for (const text of ['canary', basic]) expect(lines.join('')).not.toContain(text)
  })

  it('reports an update that came too late, and a configuration that was disabled', async () => {
    const { stage, entries } = await loggedStage()
    await stage.report('PURCHASE_REFUNDED', 'HP1')
    await stage.ok('PUT', '/v1/transactions/HP1?occurredAt=2020-01-01T00:00:00Z', sale('PURCHASE_APPROVED', 'HP1'))
    expect(entries('stale update: older than what is known')).toMatchObject([{ transaction: 'HP1' }])
    const { id } = await stage.configure('https://members.example.invalid/', ['PURCHASE_APPROVED'])
    expect(entries('configuration disabled')).toMatchObject([
      { account: 'producer', configuration: id, reason: 'name-not-found' },
    ])
  })
})

describe('figures', () => {
  /** By name and labels, as Prometheus would read them. */
  async function scrape(stage: Awaited<ReturnType<typeof setStage>>) {
    const { text } = await stage.postback.api('GET', '/metrics')
    const samples = text.split('\n').filter((line) => line.startsWith('postback_'))
    return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
  }

  it('have the names and labels that dashboards use', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '30m,30m,30m,30m' })
    const [good, bad] = [await stage.receiver(), await stage.receiver(() => ({ status: 503 }))]
    const paused = await stage.configure(good.url, ['PURCHASE_COMPLETE'])
    await stage.ok('POST', `/v1/configurations/${paused.id}/disable`)
    await stage.configure('https://members.example.invalid/', ['PURCHASE_EXPIRED'])
    for (const site of [good, bad]) await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.report('PURCHASE_COMPLETE', 'HP1')
    await stage.deliveries('', (all) => all.length === 3 && all.every((it) => /delivered|retrying|held/.test(it.state)))

    const figures = await scrape(stage)
    expect(Object.fromEntries(figures)).toMatchObject({
      'postback_events_ingested_total{type="PURCHASE_APPROVED",result="event"}': 1,
      'postback_events_ingested_total{type="none",result="unchanged"}': 1,
      'postback_deliveries_total{final_state="delivered"}': 1,
      'postback_deliveries_total{final_state="failed"}': 0,
      'postback_attempts_total{outcome="delivered",status_class="2xx"}': 1,
      'postback_attempts_total{outcome="rejected",status_class="5xx"}': 1,
      postback_attempt_duration_seconds_count: 2,
      postback_event_to_delivery_seconds_count: 1,
      'postback_queue_depth{stage="in_flight"}': 0,
      'postback_queue_depth{stage="ready"}': 0,
      'postback_queue_depth{stage="queued"}': 0,
      'postback_queue_depth{stage="retrying"}': 1,
      'postback_queue_oldest_age_seconds{stage="due"}': 0,
      'postback_retries_due{horizon="1m"}': 0,
      'postback_retries_due{horizon="1h"}': 1,
      'postback_retries_due{horizon="all"}': 1,
      postback_held_deliveries: 1,
      'postback_configurations{state="active"}': 2,
      'postback_configurations{state="disabled"}': 2,
      'postback_configurations_disabled_total{reason="name-not-found"}': 1,
      'postback_configurations_disabled_total{reason="gone"}': 0,
      postback_signing_errors_total: 0,
      'postback_http_requests_total{route="/v1/transactions/:transaction",method="PUT",status="202"}': 2,
      'postback_http_request_duration_seconds_count{route="/v1/transactions/:transaction",method="PUT"}': 3,
      postback_scrape_success: 1,
    })
    expect([...figures.keys()].filter((name) => name.startsWith('postback_build_info{version="'))).toHaveLength(1)
    // Accounts, configurations and addresses are no labels: their number is unlimited.
    const labels = [...figures.keys()].join()
    for (const endless of ['producer', 'HP1', '127.0.0.1', 'http:']) expect(labels).not.toContain(endless)
  })

  it('count the results of replays, and the refusals of the address policy', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '20ms' })
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.deliveries('state=delivered', (all) => all.length === 1)
    await stage.ok('POST', '/v1/replays', { filter: { state: ['delivered'] }, mode: 'all' })
    await site.arrivals(2)
    const ourselves = `http://localhost:${new URL(stage.postback.url).port}/`
    await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: [ourselves] })
    await stage.deliveries('state=failed', ([it]) => it?.outcome === 'blocked')
    const figures = await scrape(stage)
    expect(figures.get('postback_replay_items_total{result="sent"}')).toBe(1)
    expect(figures.get('postback_blocked_addresses_total{reason="own-address"}')).toBe(2)
  })

  it('count posts that cannot be signed, and the log says why', async () => {
    const { stage, entries } = await loggedStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const uuid = id.replace(/^cfg_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as Uuid
    const sealed = 'v1.00000000.nonce.sealed-with-a-key-that-is-not-here'
    const secret = { id: uuid, configurationId: uuid, sealed, createdAt: 1, expiresAt: null }
    await stage.postback.engine.store.rotateSecret(secret, 0)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await eventually(
      () => scrape(stage),
      (figures) => (figures.get('postback_signing_errors_total') ?? 0) > 0,
    )
    expect(entries('trouble: signing')[0].err.message).toContain('another master key')
    expect(site.arrived).toHaveLength(0)
  })

  it('say so when the store is unavailable', async () => {
    const stage = await setStage()
    await stage.postback.engine.store.stop()
    expect((await scrape(stage)).get('postback_scrape_success')).toBe(0)
  })
})
