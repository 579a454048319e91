import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, isApiError } from '../../../sdk/src/index.ts'
import { readId } from '../../../src/api/public-ids.ts'
import { type Postback, registerProducer, startPostback } from '../../support/harness.ts'

/** Two editors of one configuration: the later one learns what the earlier one did. */

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

const account = { account: 'producer' }
const input = { name: 'Members area', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }

function api(method: string, path: string, body?: unknown, ifMatch?: string) {
  return postback.api(method, path, body, {
    ...account,
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  })
}

async function create() {
  const { body, headers } = await api('POST', '/v1/configurations', input)
  return { path: `/v1/configurations/${body.id}`, id: body.id as string, tag: headers.get('etag') ?? '' }
}

describe('the ETag of a configuration', () => {
  it('is its revision in quotes, on every answer that shows it', async () => {
    const { path, tag } = await create()
    expect(tag).toBe('"1"')
    const answers = [
      await api('GET', path),
      await api('PATCH', path, { name: 'Renamed' }),
      await api('POST', `${path}/disable`),
      await api('POST', `${path}/enable`, { held: 'all' }),
    ]
    for (const { status, body, headers } of answers) {
      expect(status).toBe(200)
      expect(headers.get('etag')).toBe(`"${body.revision}"`)
    }
    const revisions = answers.map(({ body }) => body.revision)
    expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions)
    expect(new Set(revisions).size).toBe(4)
  })
})

describe('If-Match', () => {
  it('lets one of two editors change, and tells the other what is stored now', async () => {
    const { path, tag } = await create()
    const first = await api('PATCH', path, { name: 'First' }, tag)
    expect(first.status).toBe(200)
    const second = await api('PATCH', path, { maxPerSecond: 5 }, tag)
    expect(second.status).toBe(412)
    expect(second.headers.get('content-type')).toContain('application/problem+json')
    const { body: stored } = await api('GET', path)
    expect(second.body).toMatchObject({ code: 'precondition_failed', status: 412, current: stored })
    expect(stored).toMatchObject({ name: 'First', maxPerSecond: null })
    const again = await api('PATCH', path, { maxPerSecond: 5 }, `"${second.body.current.revision}"`)
    expect(again.body).toMatchObject({ name: 'First', maxPerSecond: 5 })
  })

  it.each([
    ['PATCH', '', { name: 'x' }],
    ['POST', '/enable', { held: 'all' }],
    ['POST', '/disable', undefined],
    ['DELETE', '', undefined],
  ])('is read by %s %s', async (method, end, body) => {
    const { path, tag } = await create()
    await api('PATCH', path, { name: 'Between' })
    expect((await api(method, path + end, body, tag)).status).toBe(412)
    expect((await api('GET', path)).body).toMatchObject({ name: 'Between', state: 'active' })
    const { headers } = await api('GET', path)
    expect((await api(method, path + end, body, headers.get('etag') ?? '')).status).toBeLessThan(300)
  })

  it('takes a star, and a list; a weak tag matches none; anything else is refused', async () => {
    const { path } = await create()
    const statusWith = async (ifMatch: string) => (await api('PATCH', path, { name: 'Same' }, ifMatch)).status
    expect(await statusWith('*')).toBe(200)
    expect(await statusWith('"2"')).toBe(200)
    expect(await statusWith('"99" , W/"3", "3"')).toBe(200)
    expect(await statusWith('W/"4"')).toBe(412)
    expect(await statusWith('"other"')).toBe(412)
    for (const wrong of ['', '4', '"4" "4"', '"4', '*, "4"']) expect(await statusWith(wrong), wrong).toBe(400)
    expect((await api('GET', path)).body.revision).toBe(4)
  })

  it('of something that is not there is answered 404', async () => {
    const { path, tag } = await create()
    await api('DELETE', path)
    expect((await api('PATCH', path, { name: 'x' }, tag)).status).toBe(404)
  })

  it('lets exactly one of many editors at once change', async () => {
    const { path, tag } = await create()
    const replies = await Promise.all(Array.from({ length: 8 }, (_, i) => api('PATCH', path, { name: `${i}` }, tag)))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(412)])
    const winner = replies.find(({ status }) => status === 200)
    expect((await api('GET', path)).body).toMatchObject({ name: winner?.body.name })
  })

  it('does not let a person undo, unseen, that the configuration was disabled; nor the other way round', async () => {
    const { path, id, tag } = await create()
    const { services } = postback
    await services.configurations.disableForFault('producer', readId('cfg', id), 'url-error', 'The URL is at fault.')
    expect((await api('PATCH', path, { name: 'Unaware' }, tag)).body).toMatchObject({
      status: 412,
      current: { state: 'disabled', disabledReason: 'url-error' },
    })
  })

  it('is sent by the client as ifRevision', async () => {
    const { id } = await create()
    const client = createClient({
      baseUrl: postback.url,
      headers: { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' },
    })
    const { revision } = await client.configurations.get(id)
    await client.configurations.change(id, { name: 'One' }, { ifRevision: revision })
    const error = await client.configurations.disable(id, { ifRevision: revision }).catch((it: unknown) => it)
    expect(isApiError(error, 'precondition_failed') && error.current).toMatchObject({ name: 'One', state: 'active' })
  })
})
