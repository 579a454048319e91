import { beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../../sdk/src/receive/signature.ts'
import { eventually } from '../../../test/support/harness.ts'
import type { Stage } from '../../../test/support/stage.ts'
import { eventTitles } from '../src/outputs.ts'
import type { N8n, N8nWorkflow } from './n8n.ts'
import { built, loaded, setScene } from './scene.ts'

/** The trigger as published, loaded and run by n8n's own packages, against a real server on loopback. */

/** A server that answers every request with 429. */
async function busy(seconds: number) {
  const { url } = await stage.receiver(() => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: '{}',
  }))
  return new URL(url).origin
}

let stage: Stage
let n8n: N8n
beforeEach(async () => {
  const scene = await setScene()
  stage = scene.stage
  n8n = scene.n8n
})

const hooks = async () => (await stage.ok('GET', '/v1/hooks')).data
const keptHook = ({ staticData }: N8nWorkflow) => staticData.hook as { id: string; secret: string }

describe('the package', () => {
  it('matches the types of n8n', () => {
    expect(built.said).toBe('')
  })

  it('is loaded from a folder with nothing beside it', () => {
    const { description } = loaded.nodes.postbackTrigger ?? {}
    const [light, dark] = ['postback.svg', 'postback.dark.svg'].map((name) => `icons/n8n-nodes-postback/icons/${name}`)
    const iconUrl = { light, dark }
    expect(description).toMatchObject({
      displayName: 'Postback Trigger',
      iconUrl,
      communityNodePackageVersion: '1.0.0',
    })
    expect(loaded.credentials.postbackApi).toMatchObject({
      displayName: 'Postback API',
      iconUrl,
      supportedNodes: expect.arrayContaining(['postbackTrigger']),
    })
  })

  it('gives events the titles of the documentation', async () => {
    const { data } = await stage.ok('GET', '/v1/event-types')
    const titles = data.map(({ event, title }: { event: string; title: string }) => [event, title])
    expect(eventTitles).toEqual(Object.fromEntries(titles))
  })
})

describe('the credential', () => {
  it('is tested by asking whose account it is', async () => {
    await n8n.testCredential()
    expect(n8n.credential.accessToken).toMatch(/^pbt_/)
  })

  it('needs no Basic', async () => {
    n8n.credential.basic = ''
    await n8n.testCredential()
  })

  it('gives the remedy when the server does not know it', async () => {
    Object.assign(n8n.credential, { basic: '', clientSecret: 'wrong' })
    await expect(n8n.testCredential()).rejects.toThrow(/copy Client ID, Client Secret and Basic again/)
  })

  it('reports a refusal for too many tokens', async () => {
    n8n.credential.serverUrl = await busy(7)
    await expect(n8n.testCredential()).rejects.toThrow(/try again in 7 seconds/)
  })

  it('gets another token when this one has expired', async () => {
    const scene = await setScene({ POSTBACK_ACCESS_TOKEN_LIFETIME: '1s' })
    const workflow = scene.n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    const first = String(scene.n8n.credential.accessToken)
    const withFirst = { key: first }
    await eventually(
      () => scene.stage.postback.api('GET', '/v1/me', undefined, withFirst),
      ({ status }) => status === 401,
    )
    expect(await workflow.exists()).toBe(true)
    expect(scene.n8n.credential.accessToken).not.toBe(first)
  })
})

describe('a workflow', () => {
  it('is started by events only while it is active', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'], product: '1000' })
    expect(workflow.issues()).toBeUndefined()
    await workflow.activate()
    expect(await hooks()).toEqual([
      expect.objectContaining({
        name: 'n8n: Give access',
        source: 'n8n',
        events: ['PURCHASE_APPROVED'],
        productId: 1000,
        targetUrl: workflow.url,
      }),
    ])

    await stage.report('PURCHASE_REFUNDED', 'HP1')
    await stage.report('PURCHASE_APPROVED', 'HP2')
    const [execution] = await workflow.started(1)
    expect(execution).toMatchObject({ mode: 'webhook', output: 0 })
    expect(Object.keys(execution?.json ?? {}).slice(0, 4)).toEqual(['id', 'email', 'name', 'product_name'])
    expect(execution?.json).toMatchObject({
      email: 'ana.souza@example.com',
      name: 'Ana Souza',
      product_name: 'Baking Bread at Home',
      event: 'PURCHASE_APPROVED',
      transaction: 'HP2',
      purchase_price_value: 197,
      test: false,
      payload: { version: '2.0.0', data: { purchase: { transaction: 'HP2', status: 'APPROVED' } } },
    })
    await stage.delivery('transaction=HP2', ({ state }) => state === 'delivered')

    await workflow.deactivate()
    expect(await hooks()).toEqual([])
    expect(workflow.staticData).toEqual({})
    await stage.report('PURCHASE_APPROVED', 'HP3')
    await stage.deliveries('transaction=HP3', (found) => found.length === 0)
    expect(workflow.executions).toHaveLength(1)
  })

  it('takes every event and every product, and carries the name that it is given', async () => {
    await n8n.workflow({ events: ['*'], options: { settingName: 'To the course' } }).activate()
    const [hook] = await hooks()
    expect(hook).toMatchObject({ name: 'To the course', productId: null })
    expect(hook.events).toHaveLength(16)
  })

  it('has an issue until its events are chosen', () => {
    expect(n8n.workflow({}).issues()).toHaveProperty('events')
  })

  it('shows why the server refuses it', async () => {
    await expect(n8n.workflow({ events: ['*'], product: '4711' }).activate()).rejects.toThrow(/product/i)
    await expect(n8n.workflow({ events: ['*'], product: 'bread' }).activate()).rejects.toThrow(/"bread" is no ID/)
    n8n.credential.serverUrl = await busy(1)
    await expect(n8n.workflow({ events: ['*'] }).activate()).rejects.toThrow(/try again in 1 second\./)
  })

  it('can be deactivated when its hook was removed in the console', async () => {
    const workflow = n8n.workflow({ events: ['*'] })
    await workflow.activate()
    await stage.ok('DELETE', `/v1/configurations/${keptHook(workflow).id}`)
    await workflow.deactivate()
    expect(workflow.staticData).toEqual({})
  })

  it('creates a new hook when its hook was removed', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    expect(await workflow.exists()).toBe(true)
    const { id } = keptHook(workflow)
    await stage.ok('DELETE', `/v1/configurations/${id}`)
    expect(await workflow.exists()).toBe(false)
    await workflow.activate()
    expect(keptHook(workflow).id).not.toBe(id)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await workflow.started(1)
  })

  it('creates a new hook when a proxy in front of n8n answered 410', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    workflow.stop(410)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await eventually(hooks, (left) => left.length === 0)
    expect(await workflow.exists()).toBe(false)
  })

  it('creates a new hook when its parameters change', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    workflow.node.parameters.product = '1000'
    await workflow.activate()
    expect(await hooks()).toEqual([expect.objectContaining({ productId: 1000 })])
  })

  it('removes a hook whose secret is lost', async () => {
    await n8n.workflow({ events: ['PURCHASE_APPROVED'] }).activate()
    const restored = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await restored.activate()
    expect((await hooks()).map(({ id }: { id: string }) => id)).toEqual([keptHook(restored).id])
  })

  it('gets the posts that were held while n8n was away', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    workflow.stop()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await eventually(hooks, ([hook]) => hook.disabledReason === 'url-error')
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await stage.deliveries('transaction=HP2', ([it]) => it?.state === 'held')
    await workflow.activate()
    const [execution] = await workflow.started(1)
    expect(execution?.json.transaction).toBe('HP2')
  })

  it('leaves a hook disabled that a person has disabled', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    await stage.ok('POST', `/v1/configurations/${keptHook(workflow).id}/disable`)
    expect(await workflow.exists()).toBe(true)
    expect(await hooks()).toEqual([expect.objectContaining({ disabledReason: 'manual' })])
  })
})

describe('the editor', () => {
  it('listens with a separate hook', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    await workflow.listen()
    const both = await hooks()
    expect(both.map(({ name }: { name: string }) => name)).toEqual(['n8n: Give access (test)', 'n8n: Give access'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const executions = await workflow.started(2)
    expect(executions.map(({ mode }) => mode).sort()).toEqual(['manual', 'webhook'])
    await workflow.stopListening()
    expect(await hooks()).toEqual([expect.objectContaining({ id: keptHook(workflow).id })])
  })

  it('offers products and events', async () => {
    expect(await n8n.list('postbackTrigger', 'products')).toEqual([
      { name: 'All Products', value: '' },
      { name: 'Baking Bread at Home', value: '1000' },
    ])
    const events = await n8n.list('postbackTrigger', 'events')
    expect(events).toHaveLength(17)
    expect(events[2]).toMatchObject({ name: 'Approved purchase', value: 'PURCHASE_APPROVED' })
  })
})

describe('a post that is not from Postback', () => {
  const body = JSON.stringify({ id: 'evt', event: 'PURCHASE_APPROVED', data: {} })
  const now = () => Math.floor(Date.now() / 1000)
  const another = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

  async function post(url: string, signed: { secret: string; timestamp?: number; sent?: string; drop?: string }) {
    const { secret, timestamp = now(), sent = body, drop } = signed
    const headers = new Headers({
      'content-type': 'application/json',
      'webhook-id': 'evt',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': await sign(secret, { id: 'evt', timestamp, body }),
    })
    if (drop) headers.delete(drop)
    const response = await fetch(url, { method: 'POST', headers, body: sent })
    return { status: response.status, body: await response.text() }
  }

  it('is refused with the reason', async () => {
    const workflow = n8n.workflow({ events: ['*'] })
    await workflow.activate()
    const { secret } = keptHook(workflow)
    const { url } = workflow
    const cases = [
      [{ secret: another }, /No signature fits/],
      [{ secret, sent: body.replace('{}', '{ }') }, /No signature fits/],
      [{ secret, timestamp: now() - 301 }, /30\d seconds old/],
      [{ secret, timestamp: now() + 400 }, /seconds ahead/],
      [{ secret, drop: 'webhook-signature' }, /no header webhook-signature/],
      [{ secret, drop: 'webhook-id' }, /no header webhook-id/],
    ] as const
    for (const [signed, reason] of cases) {
      expect(await post(url, signed)).toEqual({ status: 401, body: expect.stringMatching(reason) })
    }
    expect(workflow.executions).toEqual([])
    expect(await post(url, { secret })).toMatchObject({ status: 200 })
    expect(workflow.executions).toHaveLength(1)
  })

  it('is refused when there is no secret to check it with', async () => {
    const workflow = n8n.workflow({ events: ['*'] })
    await workflow.activate()
    delete workflow.staticData.hook
    expect(await post(workflow.url, { secret: another })).toEqual({
      status: 401,
      body: expect.stringMatching(/deactivate it and activate it again/),
    })
  })

  it('does not include a post with two signatures during a secret rotation', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    await stage.ok('POST', `/v1/configurations/${keptHook(workflow).id}/secrets/rotate`, { overlapHours: 1 })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await workflow.started(1)
    const { attempts } = await stage.delivery('transaction=HP1', ({ state }) => state === 'delivered')
    expect(attempts).toHaveLength(1)
  })
})

describe('outputs', () => {
  const subscription = (recurrence: number) => ({
    subscription: { status: 'ACTIVE', plan: { id: 1, name: 'Monthly' }, subscriber: { code: 'I9OT62C3' } },
    purchase: { status: 'APPROVED', recurrence_number: recurrence },
  })
  const reportDocument = (transaction: string, document: object) =>
    stage.ok('PUT', `/v1/transactions/${transaction}`, {
      product: { id: 1000 },
      buyer: { email: 'ana@example.com', name: 'Ana' },
      ...document,
    })
  const reportExample = async (event: string) => {
    const { example } = await stage.ok('GET', `/v1/event-types/${event}?productId=1000`)
    await stage.ok('POST', '/v1/events', { event, data: example.data })
  }
  /** The output for each transaction or event. */
  const ways = (workflow: N8nWorkflow) =>
    Object.fromEntries(
      workflow.executions.map(({ json, output }) => [
        String(json.transaction ?? json.event),
        workflow.outputNames()[output],
      ]),
    )

  it('one: all events leave through it', async () => {
    const workflow = n8n.workflow({ events: ['*'] })
    expect(workflow.outputNames()).toEqual([undefined])
    await workflow.activate()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await reportExample('SUBSCRIPTION_CANCELLATION')
    const executions = await workflow.started(2)
    expect(executions.map(({ output }) => output)).toEqual([0, 0])
  })

  it('one per event, in the chosen order; a test of another event leaves through the last', async () => {
    const workflow = n8n.workflow({ outputMode: 'perEvent', events: ['PURCHASE_REFUNDED', 'PURCHASE_APPROVED'] })
    expect(workflow.outputNames()).toEqual(['Refunded', 'Approved purchase', 'Other'])
    await workflow.activate()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.report('PURCHASE_REFUNDED', 'HP2')
    const configurationIds = [keptHook(workflow).id]
    await stage.ok('POST', '/v1/tests', { event: 'SWITCH_PLAN', productId: 1000, configurationIds })
    await workflow.started(3)
    expect(ways(workflow)).toEqual({ HP1: 'Approved purchase', HP2: 'Refunded', SWITCH_PLAN: 'Other' })
  })

  it('one per event, for all events', () => {
    const workflow = n8n.workflow({ outputMode: 'perEvent', events: ['*'] })
    expect(workflow.outputNames()).toEqual([...Object.values(eventTitles), 'Other'])
  })

  it('by kind of sale: single purchase, new subscription, renewal', async () => {
    const workflow = n8n.workflow({ outputMode: 'kindOfSale', events: ['*'] })
    expect(workflow.outputNames()).toEqual(['Single purchase', 'New subscription', 'Renewal', 'Other'])
    await workflow.activate()
    await reportDocument('HP1', { purchase: { status: 'APPROVED' } })
    await reportDocument('HP2', subscription(1))
    await reportDocument('HP3', subscription(2))
    await reportDocument('HP4', { ...subscription(3), purchase: { status: 'REFUNDED', recurrence_number: 3 } })
    await reportExample('SUBSCRIPTION_CANCELLATION')
    await reportExample('PURCHASE_OUT_OF_SHOPPING_CART')
    await workflow.started(6)
    expect(ways(workflow)).toEqual({
      HP1: 'Single purchase',
      HP2: 'New subscription',
      HP3: 'Renewal',
      HP4: 'Renewal',
      SUBSCRIPTION_CANCELLATION: 'Other',
      PURCHASE_OUT_OF_SHOPPING_CART: 'Other',
    })
  })
})

describe('options', () => {
  const answersOf = async (id: string) => {
    const { attempts } = await stage.ok('GET', `/v1/deliveries/${id}`)
    return attempts.map(({ response }: { response: { body: string } }) => response.body)
  }

  it('only real events: a test is answered, and starts nothing', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'], options: { onlyReal: true } })
    await workflow.activate()
    const configurationIds = [keptHook(workflow).id]
    const test = { event: 'PURCHASE_APPROVED', productId: 1000, configurationIds }
    const { deliveryIds } = await stage.ok('POST', '/v1/tests', test)
    await stage.deliveries('test=true', ([it]) => it?.state === 'delivered')
    expect(await answersOf(deliveryIds[0])).toEqual([expect.stringContaining('real events only')])
    expect(workflow.executions).toEqual([])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await workflow.started(1)
  })

  it('without only real events: a test is marked as one', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await workflow.activate()
    const configurationIds = [keptHook(workflow).id]
    await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', productId: 1000, configurationIds })
    const [execution] = await workflow.started(1)
    expect(execution?.json.test).toBe(true)
  })

  async function processAgain(workflow: N8nWorkflow) {
    await workflow.activate()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const { id } = await stage.delivery('transaction=HP1', ({ state }) => state === 'delivered')
    await stage.ok('POST', `/v1/deliveries/${id}/resend`)
    await eventually(
      () => answersOf(id),
      (answers) => answers.length === 2,
    )
    return answersOf(id)
  }

  it('skip repeated events: a repeated event is answered, and starts nothing', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'], options: { skipRepeated: true } })
    const [, second] = await processAgain(workflow)
    expect(second).toContain('has come before')
    expect(workflow.executions).toHaveLength(1)
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await workflow.started(2)
  })

  it('without skip repeated events: a repeated event starts another run', async () => {
    const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
    await processAgain(workflow)
    expect(workflow.executions).toHaveLength(2)
  })
})
