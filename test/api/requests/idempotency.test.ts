import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../receivers/ordinary.ts'
import { type Postback, registerProducer, sale, startPostback } from '../../support/harness.ts'

let postback: Postback
let hook: OrdinaryReceiver
beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

const scope = 'platform producer POST /v1/configurations'

function under(key: string, account?: string) {
  return { headers: { 'idempotency-key': key }, ...(account === undefined ? {} : { account }) }
}

function create(key: string, more: object = {}, account = 'producer') {
  const input = { name: 'Members area', url: hook.url, events: ['PURCHASE_APPROVED'], ...more }
  return postback.api('POST', '/v1/configurations', input, under(key, account))
}

async function configurations(): Promise<number> {
  return (await postback.api('GET', '/v1/configurations?limit=250', undefined, { account: 'producer' })).body.data
    .length
}

describe('an Idempotency-Key', () => {
  it('repeats the first answer, secret included, and does nothing twice', async () => {
    const first = await create('k1')
    const second = await create('k1')
    expect(first.status).toBe(201)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(second.text).toBe(first.text)
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(await configurations()).toBe(1)
  })

  it('with another body is refused', async () => {
    const reply = await create('k1', { name: 'Other' })
    expect(reply.body).toMatchObject({ status: 422, code: 'idempotency_conflict' })
  })

  it('of a change answers it again, without a body where there was none', async () => {
    const { id } = (await create('k-changes')).body
    const changes = [
      ['PATCH', '', { name: 'Renamed' }, 200],
      ['POST', '/disable', undefined, 200],
      ['POST', '/enable', { held: 'all' }, 200],
      ['DELETE', '', undefined, 204],
    ] as const
    for (const [method, path, body, status] of changes) {
      const ask = () => postback.api(method, `/v1/configurations/${id}${path}`, body, under('k-change', 'producer'))
      const first = await ask()
      const second = await ask()
      expect([first.status, second.status, second.text]).toEqual([status, status, first.text])
      expect(second.headers.get('idempotent-replayed')).toBe('true')
      expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
    }
  })

  it('of a refused outdated edit serves the edit of the current revision, too', async () => {
    const { id, revision } = (await create('k-outdated')).body
    const change = (ifMatch: string) => {
      const options = under('k-outdated-edit', 'producer')
      const headers = { ...options.headers, 'if-match': ifMatch }
      return postback.api('PATCH', `/v1/configurations/${id}`, { name: 'Newest' }, { ...options, headers })
    }
    expect((await change('"999"')).status).toBe(412)
    expect((await change(`"${revision}"`)).body.name).toBe('Newest')
  })

  it('of another account is another key', async () => {
    const reply = await create('k1', {}, 'other')
    expect(reply.status).toBe(201)
    expect(reply.headers.get('idempotent-replayed')).toBeNull()
  })

  it('remembers refusals too', async () => {
    const first = await create('k2', { productId: 4711 })
    expect(first.status).toBe(422)
    const second = await create('k2', { productId: 4711 })
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(second.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(second.text).toBe(first.text)
  })

  it('is not used up by an invalid request', async () => {
    expect((await create('k3', { name: '' })).status).toBe(400)
    expect((await create('k3')).status).toBe(201)
  })

  it('used twenty times at once acts once; the other requests get the answer or an error that asks them to wait', async () => {
    const before = await configurations()
    const replies = await Promise.all(Array.from({ length: 20 }, () => create('k4')))
    expect(await configurations()).toBe(before + 1)
    const made = replies.filter((it) => it.status === 201 && !it.headers.get('idempotent-replayed'))
    expect(made).toHaveLength(1)
    for (const reply of replies) {
      if (reply.status === 201) expect(reply.body.id).toBe(made[0]?.body.id)
      else expect(reply.body).toMatchObject({ status: 409, code: 'idempotency_in_progress' })
    }
    expect((await create('k4')).body.id).toBe(made[0]?.body.id)
  })

  it('is remembered after a restart, and stored sealed', async () => {
    const first = await create('k5')
    const place = { kind: 'answer', scope, key: 'k4' } as const
    const [stored] = await postback.engine.store.listSealed(place, 1)
    expect(stored?.place).toEqual({ ...place, key: 'k5' })
    expect(stored?.sealed).not.toContain('whsec_')
    await postback.restart()
    const second = await create('k5')
    expect(second.status).toBe(201)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(second.text).toBe(first.text)
  })

  it('can be used again when the process ends in the middle of the request', async () => {
    const now = Date.now()
    const request = { scope, key: 'k6', bodyHash: 'any', until: now + 60_000 }
    expect(await postback.engine.store.beginAnswer(request, now)).toEqual({ kind: 'begun' })
    expect((await create('k6')).body).toMatchObject({ status: 409, code: 'idempotency_in_progress' })
    await postback.restart()
    expect((await create('k6')).status).toBe(201)
  })

  it('can be used again when the request failed by our own fault', async () => {
    const { store } = postback.engine
    vi.spyOn(store, 'createConfiguration').mockRejectedValueOnce(new Error('broken'))
    expect((await create('k7')).status).toBe(500)
    expect((await create('k7')).status).toBe(201)
  })

  it('of a reported update is stored with the event itself', async () => {
    const data = sale('PURCHASE_APPROVED', 'HP1')
    const report = (body: object) => postback.api('PUT', '/v1/transactions/HP1', body, under('u1'))
    const replies = await Promise.all(Array.from({ length: 10 }, () => report(data)))
    expect(replies.filter((it) => it.status === 202)).toHaveLength(1)
    const made = replies.find((it) => it.status === 202)?.body
    for (const reply of replies.filter((it) => it.status === 200)) {
      expect(reply.body).toEqual({ ...made, duplicate: true })
    }
    const other = await report({ ...data, more: 1 })
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_conflict' })
  })

  it('of a reported event is stored with it, too', async () => {
    const event = { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', 'HP2') }
    const first = await postback.api('POST', '/v1/events', event, under('e1'))
    const second = await postback.api('POST', '/v1/events', event, under('e1'))
    expect(first.status).toBe(202)
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ eventId: first.body.eventId, duplicate: true })
  })
})
