import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../receivers/ordinary.ts'
import { type Postback, registerProducer, sale, startPostback } from '../../support/harness.ts'
import { type Operation, operationsOf, type Schema } from '../../support/openapi.ts'

/** On every route, things of one account do not exist for another. The routes come from the OpenAPI document. */

let postback: Postback
let hook: OrdinaryReceiver
let operations: readonly Operation[]
let ids: Record<string, string>

beforeAll(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  operations = operationsOf((await postback.api('GET', '/openapi.json')).body)
  const account = 'producer'
  const input = { name: 'Secret plan', url: hook.url, events: ['PURCHASE_APPROVED'] }
  const configuration = await postback.api('POST', '/v1/configurations', input, { account })
  const event = await postback.api('PUT', '/v1/transactions/HP1', {
    ...sale('PURCHASE_APPROVED', 'HP1'),
    // Not the buyer of the examples, which all accounts may see.
    buyer: { name: 'Canary', email: 'canary@example.com' },
  })
  const affiliation = { accountId: 'producer', name: 'Ana', sharesBuyerData: true }
  await postback.api('PUT', '/v1/products/1000/affiliates/AF1', affiliation)
  const deliveries = await postback.api('GET', '/v1/deliveries', undefined, { account })
  const replay = await postback.api('POST', '/v1/replays', { filter: {}, mode: 'all' }, { account })
  const before = {
    id: 'before-1',
    at: '2019-03-04T10:20:30Z',
    url: hook.url,
    event: 'PURCHASE_APPROVED',
    transaction: 'HP1',
    body: 'name=Secret+plan&email=canary%40example.com',
    response: 'Secret plan',
  }
  const headers = { 'content-type': 'application/x-ndjson' }
  await postback.api('POST', '/v1/legacy-posts/import', JSON.stringify(before), { account, headers })
  const credential = await postback.api('POST', '/v1/credentials', { name: 'Secret plan' }, { account })
  const subscription = { targetUrl: hook.url, name: 'Secret plan' }
  const subscribed = await postback.api('POST', '/v1/hooks', subscription, { account })
  ids = {
    'legacy-posts': before.id,
    configurations: configuration.body.id,
    credentials: credential.body.id,
    hooks: subscribed.body.id,
    deliveries: deliveries.body.data[0].id,
    replays: replay.body.id,
    events: event.body.eventId,
    transaction: 'HP1',
    productId: '1000',
    affiliateCode: 'AF1',
  }
})
afterAll(async () => {
  await postback.close()
  await hook.close()
})

const forAccounts = ({ security }: Operation) => security.some((it) => 'account' in it)
const names = ({ path }: Operation) => path.includes('{')

function pathOf({ path }: Operation): string {
  const family = path.split('/')[2] ?? ''
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name === 'id' ? family : name] ?? 'missing')
}

/** The smallest body that the shape accepts. */
function smallest(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0]
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      const required = properties.filter(([name]) => schema.required?.includes(name))
      const some =
        required.length > 0 || !(schema as { minProperties?: number }).minProperties ? required : properties.slice(0, 1)
      return Object.fromEntries(some.map(([name, it]) => [name, name === 'accountId' ? 'other' : smallest(it)]))
    }
    case 'array':
      return [smallest(schema.items ?? {})]
    case 'integer':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    default:
      return 'x'
  }
}

describe('another account', () => {
  it('finds only its own things, on every route', async () => {
    const asked = operations.filter(forAccounts).filter(names)
    expect(asked.length).toBeGreaterThan(15)
    for (const operation of asked) {
      const body = operation.body ? smallest(operation.body) : undefined
      const call = (account: string) => postback.api(operation.method, pathOf(operation), body, { account })
      const reply = await call('other')
      const about = `${operation.operationId}: ${operation.method} ${pathOf(operation)} -> ${reply.text}`
      expect(reply.status, about).toBe(404)
      expect(reply.body.code, about).toBe('not_found')
      expect(reply.text, about).not.toMatch(/Secret plan|canary@|whsec_|pbs_/)
    }
  })

  it('sees only its own things in every list', async () => {
    const lists = operations.filter(forAccounts).filter((it) => !names(it) && it.method === 'GET')
    for (const operation of lists.filter((it) => !it.operationId.startsWith('stream'))) {
      const { status, text } = await postback.api('GET', operation.path, undefined, { account: 'other' })
      expect(status, operation.path).toBe(200)
      expect(text, operation.path).not.toMatch(/Secret plan|HP1"|canary@|"id":1000\b/)
    }
  })

  it('cannot filter its own lists by things of other accounts', async () => {
    const { body } = await postback.api('GET', `/v1/deliveries?configurationId=${ids.configurations}`, undefined, {
      account: 'other',
    })
    expect(body.data).toEqual([])
    const test = { event: 'PURCHASE_APPROVED', configurationIds: [ids.configurations] }
    const sent = await postback.api('POST', '/v1/tests', test, { account: 'other' })
    expect(sent.body).toMatchObject({ status: 400, errors: [{ pointer: '/configurationIds/0' }] })
    const configuration = { name: 'x', url: hook.url, events: ['PURCHASE_APPROVED'], productId: 1000 }
    expect((await postback.api('POST', '/v1/configurations', configuration, { account: 'other' })).body.code).toBe(
      'unknown_product',
    )
    const page = await postback.api('GET', '/v1/event-types/PURCHASE_APPROVED?productId=1000', undefined, {
      account: 'other',
    })
    expect(page.body.code).toBe('unknown_product')
  })

  it('is refused without a key on every route that is not public', async () => {
    const closed = operations.filter(({ security }) => security.length > 0)
    expect(closed.length).toBeGreaterThan(30)
    for (const operation of closed) {
      const reply = await postback.api(operation.method, pathOf(operation), undefined, {
        key: null,
        account: 'producer',
      })
      expect(reply.status, `${operation.method} ${operation.path}`).toBe(401)
    }
  })
})
