import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bundle, ZObject } from 'zapier-platform-core'
import { receiver } from '../../../test/receivers/ordinary.ts'
import { type Stage, setStage } from '../../../test/support/stage.ts'
import app from '../src/index.ts'

/** The app, run by Zapier's own tester and checked against Zapier's schema, with a real server on loopback. */

const require = createRequire(import.meta.url)
const { createAppTester } = require('zapier-platform-core') as typeof import('zapier-platform-core')
const { validateApp } = require('zapier-platform-core/src/tools/schema') as { validateApp(app: object): object[] }
const appTester = createAppTester(app)

type Triggers = keyof typeof app.triggers & string
const trigger = (key: Triggers) => app.triggers[key].operation as Record<string, never>

let stage: Stage
let authData: Record<string, string>
beforeEach(async () => {
  stage = await setStage()
  const credential = await stage.ok('POST', '/v1/credentials', { name: 'Zapier' })
  const { clientId, clientSecret, basic } = credential
  authData = { connectionName: 'Mine', serverUrl: `${stage.postback.url}/`, clientId, clientSecret, basic }
  Object.assign(authData, await signIn())
})

const hooks: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const hook of hooks.splice(0)) await hook.close()
})

function signIn(): Promise<{ sessionKey: string }> {
  return run(app.authentication.sessionConfig.perform)
}

/** Runs one function of the app, as Zapier would. */
function run<Answer>(perform: unknown, bundle: object = {}): Promise<Answer> {
  return appTester(perform as (z: ZObject, bundle: Bundle) => Promise<Answer>, { authData, ...bundle })
}

/** A receiver in place of Zapier's hook URL. */
async function zap() {
  const hook = await receiver()
  hooks.push(hook)
  return hook
}

const payloadOf = (body: string | undefined) => JSON.parse(body ?? 'null')

describe('the app', () => {
  it('is valid against Zapier’s schema', () => {
    expect(validateApp(app)).toEqual([])
    expect(app.version).toBe('1.0.0')
  })

  it('matches Zapier’s types', () => {
    const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
    const project = fileURLToPath(new URL('..', import.meta.url))
    const { stdout, status } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { encoding: 'utf8' })
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
  })

  it('connects with the three parameters of Hotconnect, and says whose account it is', async () => {
    expect(await run(app.authentication.test)).toEqual({ accountId: 'producer', accountName: 'Account producer' })
    delete authData.basic
    expect(await signIn()).toEqual({ sessionKey: expect.any(String) })
  })

  it('gives the remedy for an unknown credential', async () => {
    Object.assign(authData, { clientSecret: 'wrong', basic: '' })
    await expect(signIn()).rejects.toThrow(/copy Client ID, Client Secret and Basic again/)
  })

  it('fetches a new token when the server refuses this one', async () => {
    authData.sessionKey = 'expired'
    await expect(run(app.authentication.test)).rejects.toMatchObject({ name: 'RefreshAuthError' })
    Object.assign(authData, await signIn())
    await expect(run(app.authentication.test)).resolves.toMatchObject({ accountId: 'producer' })
  })

  it('makes Zapier wait when there are too many requests', async () => {
    const busy = await receiver(() => ({ status: 429, headers: { 'retry-after': '7' }, body: '{}' }))
    hooks.push(busy)
    authData.serverUrl = new URL(busy.url).origin
    await expect(run(app.authentication.test)).rejects.toMatchObject({ name: 'ThrottledError' })
  })

  it('shows problems in words', async () => {
    const bundle = { inputData: { delivery: 'dlv_0' } }
    await expect(run(app.creates.resend_delivery?.operation.perform, bundle)).rejects.toThrow(
      /nothing was found at this/i,
    )
  })
})

describe('a trigger', () => {
  it('subscribes, gets the event as a flat record, unsubscribes, and gets nothing more', async () => {
    const hook = await zap()
    const inputData = { event: 'PURCHASE_APPROVED', product: '1000', settingName: 'My Zap' }
    const { performSubscribe, performUnsubscribe, perform } = trigger('transaction_event')
    const subscribeData = await run<{ id: string }>(performSubscribe, { inputData, targetUrl: hook.url })
    const configurations = (await stage.ok('GET', '/v1/configurations')).data
    expect(configurations).toEqual([
      expect.objectContaining({ name: 'My Zap', events: ['PURCHASE_APPROVED'], productId: 1000, source: 'zapier' }),
    ])

    await stage.report('PURCHASE_REFUNDED', 'HP1')
    await stage.report('PURCHASE_APPROVED', 'HP2')
    const [arrival] = await hook.arrivals(1)
    const cleanedRequest = payloadOf(arrival?.body)
    const [record] = await run<Record<string, unknown>[]>(perform, { inputData, cleanedRequest })
    expect(Object.keys(record ?? {}).slice(0, 4)).toEqual(['id', 'email', 'name', 'product_name'])
    expect(record).toMatchObject({
      id: cleanedRequest.id,
      email: 'ana.souza@example.com',
      name: 'Ana Souza',
      product_name: 'Baking Bread at Home',
      product_id: '1000',
      event: 'PURCHASE_APPROVED',
      transaction: 'HP2',
      purchase_price_value: 197,
      purchase_approved_date_iso: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })

    await run(performUnsubscribe, { subscribeData })
    expect((await stage.ok('GET', '/v1/configurations')).data).toEqual([])
    await stage.report('PURCHASE_APPROVED', 'HP3')
    await stage.deliveries('transaction=HP3', (found) => found.length === 0)
    expect(hook.arrived).toHaveLength(1)
    // Turned off twice, or already removed in the console.
    await expect(run(performUnsubscribe, { subscribeData })).resolves.toEqual({ id: subscribeData.id })
  })

  it('shows real events as samples, in their later shape', async () => {
    const hook = await zap()
    const inputData = { event: 'PURCHASE_APPROVED' }
    const { performSubscribe, performList, perform } = trigger('transaction_event')
    const examples = await run<{ id: string }[]>(performList, { inputData })
    expect(examples[0]).toMatchObject({ event: 'PURCHASE_APPROVED', email: expect.stringContaining('@') })
    await run(performSubscribe, { inputData, targetUrl: hook.url })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const cleanedRequest = payloadOf((await hook.arrivals(1))[0]?.body)
    const [live] = await run<object[]>(perform, { inputData, cleanedRequest })
    const [listed] = await run<object[]>(performList, { inputData })
    expect(listed).toEqual(live)
  })

  const own = [
    ['cart_abandonment', 'PURCHASE_OUT_OF_SHOPPING_CART'],
    ['plan_change', 'SWITCH_PLAN'],
    ['subscription_cancellation', 'SUBSCRIPTION_CANCELLATION'],
  ] as const
  it.each(own)('%s is about %s', async (key, event) => {
    const hook = await zap()
    const { performSubscribe, performList, perform, sample } = trigger(key)
    await run(performSubscribe, { inputData: {}, targetUrl: hook.url })
    const { example } = await stage.ok('GET', `/v1/event-types/${event}?productId=1000`)
    await stage.ok('POST', '/v1/events', { event, data: example.data })
    const cleanedRequest = payloadOf((await hook.arrivals(1))[0]?.body)
    const [record] = await run<object[]>(perform, { cleanedRequest })
    expect(record).toMatchObject({ event, email: 'ana.souza@example.com', product_id: '1000' })
    expect((await run<object[]>(performList, { inputData: {} }))[0]).toEqual(record)
    expect(sample).toMatchObject({ event, email: 'ana.souza@example.com' })
  })

  it('any_event gets every event', async () => {
    const hook = await zap()
    await run(trigger('any_event').performSubscribe, { inputData: {}, targetUrl: hook.url })
    const [configuration] = (await stage.ok('GET', '/v1/configurations')).data
    expect(configuration.events).toHaveLength(16)
  })

  it('links to its page of the documentation', async () => {
    const fields = trigger('plan_change').inputFields as unknown as readonly unknown[]
    const link = fields.find((field) => typeof field === 'function')
    const [copy] = await run<{ helpText: string }[]>(link, { inputData: {} })
    expect(copy?.helpText).toContain(`${stage.postback.url}/webhook/documentation?event=SWITCH_PLAN`)
  })
})

describe('dropdowns', () => {
  it('offer products, events and configurations', async () => {
    const { id } = await stage.configure('http://127.0.0.1:9/hook', ['PURCHASE_APPROVED'])
    expect(await run(trigger('product_list').perform)).toEqual([{ id: '1000', name: 'Baking Bread at Home' }])
    expect(await run(trigger('configuration_list').perform)).toEqual([{ id, name: 'Story' }])
    expect(await run(trigger('event_list').perform)).toHaveLength(16)
    const orders = await run<{ id: string }[]>(trigger('purchase_event_list').perform)
    expect(orders).toHaveLength(9)
  })
})

describe('an action', () => {
  it('sends a test event, and a delivery again', async () => {
    const hook = await zap()
    const { id: configuration } = await stage.configure(hook.url, ['PURCHASE_APPROVED'])
    const inputData = { event: 'PURCHASE_APPROVED', product: '1000', configuration }
    const sent = await run<{ id: string }>(app.creates.send_test_event?.operation.perform, { inputData })
    await hook.arrivals(1)
    await stage.deliveries('test=true', ([it]) => it?.state === 'delivered')
    await run(app.creates.resend_delivery?.operation.perform, { inputData: { delivery: sent.id } })
    const [, again] = await hook.arrivals(2)
    expect(again?.headers['postback-test']).toBe('true')
  })
})
