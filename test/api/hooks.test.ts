import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicId, readId } from '../../src/api/public-ids.ts'
import { eventNames } from '../../src/domain/event.ts'
import { mintUuid, type RandomBytes } from '../../src/domain/ids.ts'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { enterConsole } from '../support/console-session.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

let postback: Postback
let hook: OrdinaryReceiver
let token: string
let credentialId: string
beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  const { body } = await postback.api('POST', '/v1/credentials', { name: 'Zapier' }, account)
  credentialId = body.id
  token = await tokenOf(body.basic)
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

const account = { account: 'producer' }
const bytes: RandomBytes = (size) => crypto.getRandomValues(new Uint8Array(size))

async function tokenOf(basic: string): Promise<string> {
  const path = '/security/oauth/token?grant_type=client_credentials'
  const headers = { authorization: `Basic ${basic}` }
  return (await postback.api('POST', path, undefined, { key: null, headers })).body.access_token
}

function api(method: string, path: string, body?: unknown) {
  return postback.api(method, path, body, { key: token })
}

async function subscribe(more: object = {}) {
  const { status, body } = await api('POST', '/v1/hooks', {
    targetUrl: hook.url,
    event: 'PURCHASE_APPROVED',
    source: 'zapier',
    ...more,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

let transactions = 0
async function sell(event: Parameters<typeof sale>[0] = 'PURCHASE_APPROVED', productId = 1000): Promise<string> {
  const transaction = `HP${++transactions}`
  const reply = await postback.api('PUT', `/v1/transactions/${transaction}`, sale(event, transaction, productId))
  expect(reply.status, reply.text).toBe(202)
  return transaction
}

describe('hooks', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'a hook without an address is refused',
        request: ['POST', '/v1/hooks', { event: 'PURCHASE_APPROVED' }, account],
        status: 400,
        mustContain: ['"/targetUrl"', 'is required'],
      },
      {
        title: 'a hook for an unknown event is refused',
        request: ['POST', '/v1/hooks', { targetUrl: 'https://hooks.zapier.com/1', event: 'NONE' }, account],
        status: 400,
        mustContain: ['"/event"'],
      },
      {
        title: 'a hook with both event and events is refused',
        request: [
          'POST',
          '/v1/hooks',
          { targetUrl: 'https://hooks.zapier.com/1', event: 'PURCHASE_APPROVED', events: ['PURCHASE_APPROVED'] },
          account,
        ],
        status: 400,
        mustContain: ['"/events"', 'one of the two'],
      },
      {
        title: 'an address that is not allowed is refused at its place',
        request: ['POST', '/v1/hooks', { targetUrl: 'https://10.0.0.1/', event: 'PURCHASE_APPROVED' }, account],
        status: 422,
        mustContain: ['blocked_address', '"/targetUrl"'],
      },
      {
        title: 'a hook for a product of another account is refused',
        request: ['POST', '/v1/hooks', { targetUrl: 'https://hooks.zapier.com/1', productId: 2000 }, account],
        status: 422,
        mustContain: ['unknown_product', '"/productId"'],
      },
      {
        title: 'a sample for a product of another account is refused',
        request: ['GET', '/v1/hooks/sample?productId=2000', undefined, account],
        status: 422,
        mustContain: ['unknown_product', '"?productId"'],
      },
      {
        title: 'a sample of an unknown event is refused',
        request: ['GET', '/v1/hooks/sample?event=NONE', undefined, account],
        status: 400,
        mustContain: ['"?event"'],
      },
    ],
  )

  it('subscribe an address, which gets only the events that it asked for, until it unsubscribes', async () => {
    const made = await subscribe({ productId: 1000, name: 'Order to course' })
    expect(made).toMatchObject({
      id: expect.stringMatching(/^cfg_/),
      targetUrl: hook.url,
      events: ['PURCHASE_APPROVED'],
      productId: 1000,
      name: 'Order to course',
      source: 'zapier',
      credentialId,
      state: 'active',
      secret: expect.stringMatching(/^whsec_/),
    })
    const before = hook.arrived.length
    const transaction = await sell()
    const [arrival] = (await hook.arrivals(before + 1)).slice(before)
    expect(JSON.parse(arrival?.body ?? '')).toMatchObject({
      event: 'PURCHASE_APPROVED',
      version: '2.0.0',
      data: { purchase: { transaction } },
    })
    await sell('PURCHASE_REFUNDED')
    expect((await api('DELETE', `/v1/hooks/${made.id}`)).status).toBe(204)
    expect((await api('DELETE', `/v1/hooks/${made.id}`)).status).toBe(404)
    await sell()
    const { body } = await api('GET', `/v1/deliveries?configurationId=${made.id}`)
    expect(body.data.map((it: { transaction: string }) => it.transaction)).toEqual([transaction])
    expect(hook.arrived).toHaveLength(before + 1)
  })

  it('are configurations with a source, and are removed like configurations', async () => {
    const made = await subscribe()
    const listed = (await api('GET', '/v1/configurations')).body.data.find((it: { id: string }) => it.id === made.id)
    expect(listed).toMatchObject({ source: 'zapier', name: 'Zapier: PURCHASE_APPROVED', url: hook.url })
    expect((await api('GET', `/v1/hooks/${made.id}`)).body).toMatchObject({ id: made.id, source: 'zapier' })
    expect((await api('GET', '/v1/hooks')).body.data.map((it: { id: string }) => it.id)).toContain(made.id)
    const person = await enterConsole(postback)
    expect((await postback.api('DELETE', `/v1/configurations/${made.id}`, undefined, person)).status).toBe(204)
    expect((await api('GET', `/v1/hooks/${made.id}`)).status).toBe(404)
    const { body } = await postback.api('GET', '/v1/past-actions', undefined, account)
    expect(body.data.slice(0, 2)).toMatchObject([
      { kind: 'hook-removed', by: 'console', subject: made.name },
      { kind: 'hook-created', by: 'credential: Zapier', subject: made.name },
    ])
  })

  it('do not include configurations that a person made', async () => {
    const input = { name: 'By hand', url: hook.url, events: ['PURCHASE_EXPIRED'] }
    const { body: made } = await postback.api('POST', '/v1/configurations', input, account)
    expect((await api('DELETE', `/v1/hooks/${made.id}`)).status).toBe(404)
    expect((await api('GET', '/v1/hooks')).text).not.toContain(made.id)
    expect((await api('GET', `/v1/configurations/${made.id}`)).status).toBe(200)
  })

  it('take their source from the host of their address, and get every event when none is named', async () => {
    const zap = await api('POST', '/v1/hooks', { targetUrl: 'https://hooks.zapier.com/hooks/standard/1/' })
    expect(zap.body).toMatchObject({ source: 'zapier', events: [...eventNames], productId: null })
    const events = ['PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK']
    const other = await api('POST', '/v1/hooks', { targetUrl: hook.url, events })
    expect(other.body).toMatchObject({ source: 'other', events, name: 'Hook: 2 events' })
    for (const { body } of [zap, other]) await api('DELETE', `/v1/hooks/${body.id}`)
  })

  it('are saved without an address check', async () => {
    const made = await subscribe({ targetUrl: 'https://nowhere.invalid/hook' })
    expect(made).toMatchObject({ state: 'active', disabledReason: null })
    await api('DELETE', `/v1/hooks/${made.id}`)
  })

  it('are removed by an answer 410, which only disables a configuration', async () => {
    const gone = await receiver(() => ({ status: 410 }))
    const made = await subscribe({ targetUrl: gone.url, event: 'PURCHASE_DELAYED', name: 'Old Zap' })
    const input = { name: 'Old site', url: gone.url, events: ['PURCHASE_DELAYED'] }
    const { body: site } = await postback.api('POST', '/v1/configurations', input, account)
    await sell('PURCHASE_DELAYED')
    await eventually(
      () => api('GET', `/v1/hooks/${made.id}`),
      ({ status }) => status === 404,
    )
    const disabled = await eventually(
      () => api('GET', `/v1/configurations/${site.id}`),
      ({ body }) => body.state === 'disabled',
    )
    expect(disabled.body.disabledReason).toBe('gone')
    const actions = await eventually(
      () => postback.api('GET', '/v1/past-actions', undefined, account),
      ({ body }) => body.data[0]?.kind === 'hook-removed',
    )
    expect(actions.body.data[0]).toMatchObject({
      by: 'postback',
      subject: 'Old Zap',
      detail: 'The address answered 410: it is gone for good.',
    })
    // Posts that had been tried stay in the history, and are not tried again.
    const posts = await eventually(
      () => api('GET', `/v1/deliveries?configurationId=${made.id}`),
      ({ body }) => body.data[0]?.state === 'cancelled',
    )
    expect(posts.body.data[0]).toMatchObject({ status: 410, cancelReason: 'configuration removed' })
    await gone.close()
  })

  it('are removed when their credential is revoked with `hooks=remove`', async () => {
    const { body: short } = await postback.api('POST', '/v1/credentials', { name: 'Make' }, account)
    const headers = { authorization: `Bearer ${await tokenOf(short.basic)}` }
    const input = { targetUrl: hook.url, event: 'PURCHASE_CANCELED', source: 'make' }
    const make = (more: object = {}) => postback.api('POST', '/v1/hooks', { ...input, ...more }, { key: null, headers })
    const [first, second] = [(await make()).body, (await make({ event: 'PURCHASE_EXPIRED' })).body]
    const others = await subscribe({ event: 'PURCHASE_CANCELED' })
    const path = `/v1/credentials/${short.id}`
    expect((await postback.api('DELETE', `${path}?hooks=burn`, undefined, account)).status).toBe(400)
    expect((await postback.api('DELETE', `${path}?hooks=remove`, undefined, account)).status).toBe(204)
    for (const { id } of [first, second]) expect((await api('GET', `/v1/hooks/${id}`)).status).toBe(404)
    expect((await api('GET', `/v1/hooks/${others.id}`)).status).toBe(200)
    await api('DELETE', `/v1/hooks/${others.id}`)
  })

  it('stay when their credential is revoked, by default', async () => {
    const { body: short } = await postback.api('POST', '/v1/credentials', { name: 'Make' }, account)
    const headers = { authorization: `Bearer ${await tokenOf(short.basic)}` }
    const input = { targetUrl: hook.url, event: 'PURCHASE_CANCELED' }
    const made = await postback.api('POST', '/v1/hooks', input, { key: null, headers })
    await postback.api('DELETE', `/v1/credentials/${short.id}`, undefined, account)
    expect((await api('GET', `/v1/hooks/${made.body.id}`)).body).toMatchObject({ credentialId: short.id })
    await api('DELETE', `/v1/hooks/${made.body.id}`)
  })

  it('are made once per Idempotency-Key', async () => {
    const send = () =>
      postback.api(
        'POST',
        '/v1/hooks',
        { targetUrl: hook.url, event: 'PURCHASE_CANCELED' },
        { key: token, headers: { 'idempotency-key': 'zap-1' } },
      )
    const [first, second] = [await send(), await send()]
    expect(second.body.id).toBe(first.body.id)
    await api('DELETE', `/v1/hooks/${first.body.id}`)
  })
})

describe('the same hook again', () => {
  const input = { event: 'PURCHASE_BILLET_PRINTED', productId: 1000 }
  const again = (more: object = {}) => api('POST', '/v1/hooks', { targetUrl: hook.url, ...input, ...more })

  it('is the one that is there, with its token and secret, and gets every event once', async () => {
    const first = await again()
    const second = await again({ name: 'Another name', source: 'n8n', event: undefined, events: [input.event] })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual({ ...first.body, subscriptions: 2 })
    expect(first.body.subscriptions).toBe(1)
    const transaction = await sell(input.event as 'PURCHASE_BILLET_PRINTED')
    const sent = await eventually(
      () => api('GET', `/v1/deliveries?transaction=${transaction}`),
      ({ body }) => body.data[0]?.state === 'delivered',
    )
    expect(sent.body.data).toHaveLength(1)
    const { body: actions } = await postback.api('GET', '/v1/past-actions', undefined, account)
    expect(actions.data[0]).toMatchObject({ kind: 'hook-created', subject: first.body.name })
    expect(actions.data[1].subject).not.toBe(first.body.name)
    await api('DELETE', `/v1/hooks/${first.body.id}`)
    expect((await api('GET', `/v1/hooks/${first.body.id}`)).body).toMatchObject({ state: 'active', subscriptions: 1 })
    expect((await api('DELETE', `/v1/hooks/${first.body.id}`)).status).toBe(204)
    expect((await api('DELETE', `/v1/hooks/${first.body.id}`)).status).toBe(404)
    const anew = await again()
    expect(anew.status).toBe(201)
    expect(anew.body.hottok).not.toBe(first.body.hottok)
    await api('DELETE', `/v1/hooks/${anew.body.id}`)
  })

  it('is made once by many requests at one moment', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => again()))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201])
    expect(new Set(replies.map(({ body }) => `${body.id} ${body.hottok} ${body.secret}`)).size).toBe(1)
    const { id } = replies[0]?.body ?? {}
    expect((await api('GET', `/v1/hooks/${id}`)).body.subscriptions).toBe(6)
    // A person ends all of it.
    await postback.api('DELETE', `/v1/configurations/${id}`, undefined, account)
    expect((await api('GET', `/v1/hooks/${id}`)).status).toBe(404)
  })

  it('is enabled if it was disabled, and what was held goes out', async () => {
    const { body: first } = await again()
    await postback.api('POST', `/v1/configurations/${first.id}/disable`, undefined, account)
    const before = hook.arrived.length
    await sell(input.event as 'PURCHASE_BILLET_PRINTED')
    const second = await again()
    expect(second).toMatchObject({ status: 200, body: { id: first.id, state: 'active', hottok: first.hottok } })
    await hook.arrivals(before + 1)
    await postback.api('DELETE', `/v1/configurations/${first.id}`, undefined, account)
  })

  it('is another one for another event, product or address', async () => {
    const ids = [
      await again(),
      await again({ productId: undefined }),
      await again({ event: 'PURCHASE_EXPIRED' }),
      await again({ targetUrl: `${hook.url}?other` }),
    ].map(({ status, body }) => {
      expect(status).toBe(201)
      return body.id
    })
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) await api('DELETE', `/v1/hooks/${id}`)
  })

  it('is another one for another credential, which does not learn the token of the first', async () => {
    const first = await again()
    const { body: stranger } = await postback.api('POST', '/v1/credentials', { name: 'Stranger' }, account)
    const key = await tokenOf(stranger.basic)
    const second = await postback.api('POST', '/v1/hooks', { targetUrl: hook.url, ...input }, { key })
    expect(second.status).toBe(201)
    expect(second.body.id).not.toBe(first.body.id)
    expect(second.text).not.toContain(first.body.hottok)
    for (const { body } of [first, second]) await api('DELETE', `/v1/hooks/${body.id}`)
  })
})

describe('the verification token of a hook', () => {
  const tokenOf = (arrival: { headers: object } | undefined) =>
    (arrival?.headers as Record<string, string> | undefined)?.['x-hotmart-hottok']
  const accountsToken = async () => (await postback.api('GET', '/v1/hottok', undefined, account)).body

  /** The next post that arrives after `act`. */
  async function nextArrival(act: () => Promise<unknown>) {
    const before = hook.arrived.length
    await act()
    return (await hook.arrivals(before + 1))[before]
  }

  it('is its own, is shown once, and comes with every post to it', async () => {
    const made = await subscribe()
    const another = await subscribe({ event: 'PURCHASE_EXPIRED' })
    const { hottok } = await accountsToken()
    expect(made.hottok).toMatch(/^[0-9A-Za-z]{36}$/)
    expect(new Set([made.hottok, another.hottok, hottok]).size).toBe(3)
    expect(tokenOf(await nextArrival(() => sell()))).toBe(made.hottok)
    const test = { event: 'PURCHASE_APPROVED', configurationIds: [made.id] }
    expect(tokenOf(await nextArrival(() => api('POST', '/v1/tests', test)))).toBe(made.hottok)
    const { body: posts } = await api('GET', `/v1/deliveries?configurationId=${made.id}&state=delivered`)
    await nextArrival(() => api('POST', `/v1/deliveries/${posts.data[0].id}/resend`))
    expect(tokenOf(hook.arrived.at(-1))).toBe(made.hottok)
    for (const path of ['/v1/hooks', `/v1/hooks/${made.id}`, '/v1/configurations', `/v1/configurations/${made.id}`])
      expect((await api('GET', path)).text, path).not.toContain(made.hottok)
    for (const { id } of [made, another]) await api('DELETE', `/v1/hooks/${id}`)
  })

  it('replaces the account’s token in a body that carries one', async () => {
    const made = await subscribe()
    const path = `/v1/configurations/${made.id}`
    await api('PATCH', path, { hottokInBody: true })
    expect(JSON.parse((await nextArrival(() => sell()))?.body ?? '')).toMatchObject({ hottok: made.hottok })
    await api('PATCH', path, { version: '1.0.0', events: ['PURCHASE_APPROVED'] })
    expect(new URLSearchParams((await nextArrival(() => sell()))?.body).get('hottok')).toBe(made.hottok)
    await api('DELETE', `/v1/hooks/${made.id}`)
  })

  it('is not changed by a rotation of the account’s', async () => {
    const made = await subscribe()
    const switchAt = Date.now() + 3_600_000
    await postback.api('POST', '/v1/hottok/rotate', { switchAt }, account)
    const early = await postback.api('POST', `/v1/configurations/${made.id}/use-new-hottok`, undefined, account)
    expect(early).toMatchObject({ status: 409, body: { code: 'own_hottok' } })
    expect(tokenOf(await nextArrival(() => sell()))).toBe(made.hottok)
    await api('DELETE', `/v1/hooks/${made.id}`)
  })

  it('is masked when its receiver repeats it', async () => {
    const made = await subscribe()
    hook.answer(({ headers }) => ({ body: `got ${headers['x-hotmart-hottok']}` }))
    await nextArrival(() => sell())
    hook.answer(() => ({}))
    const { body } = await eventually(
      () => api('GET', `/v1/deliveries?configurationId=${made.id}&state=delivered`),
      (reply) => reply.body.data.length === 1,
    )
    const detail = await api('GET', `/v1/deliveries/${body.data[0].id}`)
    expect(detail.body.attempts[0].response.body).toContain('got ')
    expect(detail.text).not.toContain(made.hottok)
    await api('DELETE', `/v1/hooks/${made.id}`)
  })

  it('is the account’s for a hook that was made before hooks had their own token', async () => {
    const { hottok } = await accountsToken()
    const made = await subscribe()
    const { store } = postback.engine
    const { configuration } = (await store.getConfiguration('producer', readId('cfg', made.id))) ?? {}
    if (!configuration) throw new Error('It is gone.')
    await api('DELETE', `/v1/hooks/${made.id}`)
    const before = { ...configuration, id: mintUuid(Date.now(), 0, bytes), hottok: null }
    const [secret] = await store.listSecrets(configuration.id, Date.now())
    if (!secret) throw new Error('It has no secret.')
    await store.createConfiguration(before, { ...secret, configurationId: before.id }, null)
    expect(tokenOf(await nextArrival(() => sell()))).toBe(hottok)
    expect((await api('DELETE', `/v1/hooks/${publicId('cfg', before.id)}`)).status).toBe(204)
  })
})

describe('a sample', () => {
  const sample = async (query = '', key = token) => {
    const { status, body } = await postback.api('GET', `/v1/hooks/sample${query}`, undefined, { key })
    expect(status).toBe(200)
    return body
  }

  it('of an event that has not come yet is an example, for each event, with a product of the account', async () => {
    for (const event of eventNames) {
      const { body: type } = await postback.api('GET', `/v1/event-types/${event}`)
      const { data, from } = await postback
        .api('GET', `/v1/hooks/sample?event=${event}`, undefined, { account: 'other' })
        .then(({ body }) => body)
      expect(from).toBe('examples')
      expect(data).toHaveLength(1)
      expect(Object.keys(data[0])).toEqual(Object.keys(type.example))
      expect(data[0]).toMatchObject({ event, version: '2.0.0' })
      expect(JSON.stringify(data[0])).toContain('2000')
    }
  })

  it('is the newest posts that were delivered, or would have been', async () => {
    const made = await subscribe()
    const before = hook.arrived.length
    const first = await sell()
    const [arrival] = (await hook.arrivals(before + 1)).slice(before)
    const { data, from } = await sample('?event=PURCHASE_APPROVED&productId=1000')
    expect(from).toBe('events')
    expect(data[0]).toEqual(JSON.parse(arrival?.body ?? ''))
    await api('DELETE', `/v1/hooks/${made.id}`)
    // No hook is subscribed to this event.
    const second = await sell()
    const transactionsOf = (bodies: { data: { purchase: { transaction: string } } }[]) =>
      bodies.map((body) => body.data.purchase.transaction)
    const newest = await sample('?event=PURCHASE_APPROVED')
    expect(transactionsOf(newest.data).slice(0, 2)).toEqual([second, first])
    expect(newest.data).toHaveLength(3)
    const refund = await sell('PURCHASE_CHARGEBACK')
    expect(transactionsOf((await sample()).data)[0]).toBe(refund)
    expect(transactionsOf((await sample('?event=PURCHASE_CHARGEBACK')).data)).toEqual([refund])
  })

  it('is never a test, and never of another account', async () => {
    await postback.api('POST', '/v1/tests', { event: 'PURCHASE_COMPLETE', urls: [hook.url] }, account)
    expect(await sample('?event=PURCHASE_COMPLETE')).toMatchObject({ from: 'examples' })
    await sell('PURCHASE_COMPLETE', 2000)
    expect(await sample('?event=PURCHASE_COMPLETE')).toMatchObject({ from: 'examples' })
  })

  it('shows an affiliate only what it is sent', async () => {
    await postback.api('PUT', '/v1/accounts/seller', { name: 'Seller' })
    const affiliation = { accountId: 'seller', name: 'Seller', sharesBuyerData: false }
    await postback.api('PUT', '/v1/products/1000/affiliates/AF1', affiliation)
    const ask = (query: string) => postback.api('GET', `/v1/hooks/sample${query}`, undefined, { account: 'seller' })
    const example = await ask('?productId=1000')
    expect(example.body.from).toBe('examples')
    expect(example.text).not.toContain('"buyer"')
    const input = { targetUrl: hook.url, event: 'PURCHASE_APPROVED' }
    await postback.api('POST', '/v1/hooks', input, { account: 'seller' })
    const data = sale('PURCHASE_APPROVED', 'HPAF1') as { affiliates: unknown }
    data.affiliates = [{ affiliate_code: 'AF1', name: 'Seller' }]
    const before = hook.arrived.length
    await postback.api('PUT', '/v1/transactions/HPAF1', data)
    const [arrival] = (await hook.arrivals(before + 1)).slice(before)
    const real = await ask('?event=PURCHASE_APPROVED')
    expect(real.body.from).toBe('events')
    expect(real.body.data[0]).toEqual(JSON.parse(arrival?.body ?? ''))
    expect(real.text).not.toContain('"buyer"')
  })

  it('is available to an account without any product', async () => {
    await postback.api('PUT', '/v1/accounts/newcomer', { name: 'Newcomer' })
    const { body } = await postback.api('GET', '/v1/hooks/sample?event=SWITCH_PLAN', undefined, { account: 'newcomer' })
    expect(body).toMatchObject({ from: 'examples', data: [{ event: 'SWITCH_PLAN' }] })
  })
})
