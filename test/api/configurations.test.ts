import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { type Postback, type Reply, registerProducer, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

let postback: Postback
let hook: OrdinaryReceiver
let id: string
beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  const { body } = await api('POST', '/v1/configurations', {
    name: 'First',
    url: hook.url,
    events: ['PURCHASE_APPROVED'],
  })
  id = body.id
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

const account = { account: 'producer' }

function api(method: string, path: string, body?: unknown) {
  return postback.api(method, path, body, account)
}

describe('configurations', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'one for a product of another account is refused',
        request: [
          'POST',
          '/v1/configurations',
          { name: 'x', url: 'https://example.com/', events: ['PURCHASE_APPROVED'], productId: 4711 },
          account,
        ],
        status: 422,
        mustContain: ['unknown_product', '"/productId"'],
      },
      {
        title: 'an event twice is refused',
        request: [
          'POST',
          '/v1/configurations',
          { name: 'x', url: 'https://example.com/', events: ['PURCHASE_APPROVED', 'PURCHASE_APPROVED'] },
          account,
        ],
        status: 400,
        mustContain: ['"/events"', 'must not name the same twice'],
      },
      {
        title: 'a name of 101 characters is refused',
        request: [
          'POST',
          '/v1/configurations',
          { name: 'x'.repeat(101), url: 'https://example.com/', events: ['PURCHASE_APPROVED'] },
          account,
        ],
        status: 400,
        mustContain: ['"/name"', 'at most 100'],
      },
      {
        title: 'of version 1.0.0 cannot have events that came later',
        request: [
          'POST',
          '/v1/configurations',
          {
            name: 'x',
            url: 'https://example.com/',
            version: '1.0.0',
            events: ['PURCHASE_APPROVED', 'CLUB_FIRST_ACCESS', 'SWITCH_PLAN', 'ORDER_FULFILLMENT'],
          },
          account,
        ],
        status: 422,
        mustContain: [
          'event_not_in_version',
          '"/events/1"',
          '"/events/3"',
          'Version 1.0.0 has no CLUB_FIRST_ACCESS: leave it out, or set version to 2.0.0.',
        ],
        mustNotContain: ['"/events/2"'],
      },
      ...[0, 1001, 1.5, '5'].map((maxPerSecond) => ({
        title: `${JSON.stringify(maxPerSecond)} posts a second at most are refused`,
        request: [
          'POST',
          '/v1/configurations',
          { name: 'x', url: 'https://example.com/', events: ['PURCHASE_APPROVED'], maxPerSecond },
          account,
        ] as const,
        status: 400,
        mustContain: ['invalid_request', '"/maxPerSecond"'],
      })),
    ],
  )

  it('carry a limit of posts per second until it is cleared', async () => {
    const input = { name: 'Slow system', url: hook.url, events: ['PURCHASE_APPROVED'] }
    const created = await api('POST', '/v1/configurations', { ...input, maxPerSecond: 5 })
    expect(created).toMatchObject({ status: 201, body: { maxPerSecond: 5, statedLimit: null } })
    const path = `/v1/configurations/${created.body.id}`
    expect((await api('PATCH', path, { maxPerSecond: 1000 })).body).toMatchObject({ maxPerSecond: 1000 })
    expect((await api('PATCH', path, { name: 'Slow' })).body).toMatchObject({ name: 'Slow', maxPerSecond: 1000 })
    const refused = await api('PATCH', path, { maxPerSecond: 1001 })
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/maxPerSecond' }] } })
    expect((await api('PATCH', path, { maxPerSecond: null })).body).toMatchObject({ maxPerSecond: null })
    expect((await api('GET', path)).body).toMatchObject({ maxPerSecond: null })
    const without = await api('POST', '/v1/configurations', input)
    expect(without.body).toMatchObject({ maxPerSecond: null })
    for (const { body } of [created, without]) await api('DELETE', `/v1/configurations/${body.id}`)
  })

  it('show their secret and the address check when created, and never again', async () => {
    const created = await api('POST', '/v1/configurations', {
      name: 'Members area',
      url: hook.url,
      events: ['PURCHASE_REFUNDED'],
      productId: 1000,
      hottokInBody: true,
    })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      name: 'Members area',
      productId: 1000,
      hottokInBody: true,
      state: 'active',
      disabledReason: null,
      source: 'api',
      held: 0,
      health: { lastSuccessAt: null, failingSince: null, failures: 0 },
      check: { verdict: 'good' },
    })
    expect(created.body.secret).toMatch(/^whsec_/)
    const { text } = await api('GET', `/v1/configurations/${created.body.id}`)
    expect(text).not.toContain('whsec_')
  })

  it('are disabled, enabled and changed', async () => {
    const path = `/v1/configurations/${id}`
    expect((await api('POST', `${path}/disable`)).body).toMatchObject({ state: 'disabled', disabledReason: 'manual' })
    expect((await api('POST', `${path}/enable`, {})).body).toMatchObject({ code: 'invalid_request' })
    const enabled = await api('POST', `${path}/enable`, { held: 'all' })
    expect(enabled.body).toMatchObject({
      state: 'active',
      disabledReason: null,
      disabledAt: null,
      disabledDetail: null,
    })
    const changed = await api('PATCH', path, { name: 'Second', productId: 1000 })
    expect(changed.body).toMatchObject({ name: 'Second', productId: 1000, url: hook.url, check: null })
    expect((await api('PATCH', path, { productId: null })).body).toMatchObject({ productId: null })
    expect((await api('POST', `${path}/check`)).body).toMatchObject({ verdict: 'good', reason: null })
  })

  it('change their version only to one that has their events', async () => {
    const { body } = await api('POST', '/v1/configurations', {
      name: 'Old system',
      url: hook.url,
      events: ['PURCHASE_APPROVED', 'CLUB_FIRST_ACCESS'],
    })
    const path = `/v1/configurations/${body.id}`
    const refused = await api('PATCH', path, { version: '1.0.0' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'event_not_in_version' } })
    expect(refused.body.errors).toEqual([
      {
        pointer: '/version',
        detail: 'Version 1.0.0 has no CLUB_FIRST_ACCESS: send events without them too, or keep version 2.0.0.',
      },
    ])
    const older = await api('PATCH', path, { version: '1.0.0', events: ['PURCHASE_APPROVED'] })
    expect(older).toMatchObject({ status: 200, body: { version: '1.0.0', events: ['PURCHASE_APPROVED'] } })
    const added = await api('PATCH', path, { events: ['PURCHASE_APPROVED', 'CLUB_FIRST_ACCESS'] })
    expect(added.body).toMatchObject({ code: 'event_not_in_version', errors: [{ pointer: '/events/1' }] })
    const test = await api('POST', '/v1/tests', { event: 'CLUB_FIRST_ACCESS', configurationIds: [body.id] })
    expect(test).toMatchObject({
      status: 422,
      body: { code: 'event_not_in_version', errors: [{ pointer: '/configurationIds/0' }] },
    })
    expect((await api('GET', path)).body).toMatchObject({ version: '1.0.0', events: ['PURCHASE_APPROVED'] })
  })

  it('with an address that cannot work are saved disabled, with the reason', async () => {
    const { status, body } = await api('POST', '/v1/configurations', {
      name: 'Nowhere',
      url: 'https://nowhere.invalid/',
      events: ['PURCHASE_APPROVED'],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'disabled',
      disabledReason: 'name-not-found',
      disabledAt: body.createdAt,
      disabledDetail: body.check.reason.detail,
      check: { verdict: 'faulty' },
    })
  })

  it('keep all other fields when the address changes, and are disabled when it cannot work', async () => {
    const made = await api('POST', '/v1/configurations', { name: 'A', url: hook.url, events: ['PURCHASE_APPROVED'] })
    const path = `/v1/configurations/${made.body.id}`
    const moving = api('PATCH', path, { url: 'https://nowhere.invalid/' })
    await Promise.all([moving, api('PATCH', path, { name: 'B' })])
    expect((await api('GET', path)).body).toMatchObject({
      name: 'B',
      url: 'https://nowhere.invalid/',
      state: 'disabled',
      disabledReason: 'name-not-found',
    })
    await api('DELETE', path)
  })

  it('list newest first, page by page', async () => {
    const all = await api('GET', '/v1/configurations')
    const ids = all.body.data.map((it: { id: string }) => it.id)
    expect(ids.length).toBeGreaterThan(2)
    const paged: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { data: { id: string }[]; nextCursor: string | null } } = await api(
        'GET',
        `/v1/configurations?limit=1${cursor && `&cursor=${cursor}`}`,
      )
      paged.push(...body.data.map((it) => it.id))
      cursor = body.nextCursor
    }
    expect(paged).toEqual(ids)
    expect(ids.at(-1)).toBe(id)
  })

  it('sign with the old and the new secret during a rotation', async () => {
    const before = await api('GET', `/v1/configurations/${id}/secrets`)
    expect(before.body.data).toMatchObject([{ id: expect.stringMatching(/^sec_[0-9a-f]{32}$/), expiresAt: null }])
    const after = await api('POST', `/v1/configurations/${id}/secrets/rotate`, { overlapHours: 1 })
    expect(after.status).toBe(200)
    expect(after.body.data).toHaveLength(2)
    expect(after.body.data[0]).toMatchObject({ expiresAt: null })
    expect(after.body.data[1].secret).toBe(before.body.data[0].secret)
    expect(Date.parse(after.body.data[1].expiresAt)).toBeGreaterThan(Date.now())
    expect((await api('POST', `/v1/configurations/${id}/secrets/rotate`, { overlapHours: 721 })).status).toBe(400)
  })

  it('can use the new hottok before the rotation switches', async () => {
    const now = await api('GET', '/v1/hottok')
    expect(now.body).toMatchObject({ next: null, switchAt: null })
    expect((await api('POST', '/v1/hottok/rotate', { switchAt: '2020-01-01T00:00:00Z' })).status).toBe(400)
    expect((await api('POST', '/v1/hottok/rotate', { switchAt: Date.now() + 91 * 86_400_000 })).status).toBe(400)
    const rotated = await api('POST', '/v1/hottok/rotate', {})
    expect(rotated.body).toMatchObject({ hottok: now.body.hottok, next: expect.any(String) })
    expect(Date.parse(rotated.body.switchAt) - Date.now()).toBeGreaterThan(23 * 3_600_000)
    expect((await api('POST', '/v1/hottok/rotate', {})).body.code).toBe('rotation_in_progress')
    const early = await api('POST', `/v1/configurations/${id}/use-new-hottok`)
    expect(early.body.usesNewHottok).toBe(true)
    await api('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', configurationIds: [id] })
    const [arrival] = await hook.arrivals(1)
    expect(arrival?.headers['x-hotmart-hottok']).toBe(rotated.body.next)
  })

  it('are not found after removal', async () => {
    expect((await api('DELETE', `/v1/configurations/${id}`)).status).toBe(204)
    expect((await api('GET', `/v1/configurations/${id}`)).status).toBe(404)
    expect((await api('DELETE', `/v1/configurations/${id}`)).status).toBe(404)
  })
})

describe('a limit on the configurations of an account', () => {
  let limited: Postback
  beforeAll(async () => {
    limited = await startPostback({ POSTBACK_MAX_CONFIGURATIONS: '3' })
    await registerProducer(limited)
    await registerProducer(limited, 'other', 2000)
  })
  afterAll(() => limited.close())

  const create = (accountId = 'producer') => {
    const input = { name: 'x', url: hook.url, events: ['PURCHASE_APPROVED'] }
    return limited.api('POST', '/v1/configurations', input, { account: accountId })
  }
  let hooks = 0
  const subscribe = () => limited.api('POST', '/v1/hooks', { targetUrl: `${hook.url}?${++hooks}` }, account)
  const statusesOf = (replies: readonly Reply[]) => replies.map(({ status }) => status).toSorted()

  it('holds for simultaneous creations and for hooks, and not for other accounts', async () => {
    const replies = await Promise.all([create(), subscribe(), create(), subscribe(), create(), subscribe()])
    expect(statusesOf(replies)).toEqual([201, 201, 201, 409, 409, 409])
    const refused = replies.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({ code: 'too_many_configurations' })
    expect(refused?.body.detail).toMatch(/at most 3 configurations, hooks among them. Remove /)
    const { body } = await limited.api('GET', '/v1/configurations', undefined, account)
    expect(body.data).toHaveLength(3)
    const { body: actions } = await limited.api('GET', '/v1/past-actions', undefined, account)
    const hooksMade = body.data.filter(({ source }: { source: string }) => source !== 'api')
    expect(actions.data).toHaveLength(hooksMade.length)
    expect((await create('other')).status).toBe(201)
  })

  it('counts disabled configurations, and no removed ones', async () => {
    const { body } = await limited.api('GET', '/v1/configurations', undefined, account)
    const path = `/v1/configurations/${body.data[0].id}`
    await limited.api('POST', `${path}/disable`, undefined, account)
    expect((await create()).status).toBe(409)
    await limited.api('DELETE', path, undefined, account)
    expect(statusesOf(await Promise.all([create(), create()]))).toEqual([201, 409])
  })
})
