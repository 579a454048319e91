import { describe, expect, it } from 'vitest'
import { verify } from '../../sdk/src/index.ts'
import type { EventName } from '../../src/domain/event.ts'
import type { Arrival } from '../receivers/ordinary.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** A receiver that looks for the token only in the body, and posts from before its configuration put it there. */

const tokenIn = ({ body }: Arrival): string | undefined => JSON.parse(body).hottok

/** Refuses posts without the token of the header in the body. */
async function onlyInBody(stage: Stage) {
  return stage.receiver((arrival) => ({
    status: tokenIn(arrival) === arrival.headers['x-hotmart-hottok'] ? 200 : 401,
  }))
}

async function refused(stage: Stage, url: string, count = 1, events: readonly EventName[] = ['PURCHASE_APPROVED']) {
  const { id } = await stage.configure(url, events)
  for (let i = 1; i <= count; i++) await stage.report('PURCHASE_APPROVED', `HP${i}`)
  const deliveries = await stage.deliveries(`configurationId=${id}&state=failed`, (found) => found.length === count)
  return { id, path: `/v1/configurations/${id}`, deliveries }
}

describe('processing again', () => {
  it('puts the token in the body if the configuration now says so and the caller asks for that', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '5ms' })
    const site = await onlyInBody(stage)
    const { id, path, deliveries } = await refused(stage, site.url)
    const [delivery] = deliveries
    expect(delivery).toMatchObject({ status: 401, hottokInBody: false })
    await stage.ok('PATCH', path, { hottokInBody: true })

    // Without that wish, the choice stays as it was when the event matched.
    await stage.ok('POST', `/v1/deliveries/${delivery.id}/resend`)
    const pinned = await stage.delivery('', ({ series, state }) => series === 2 && state === 'failed')
    expect(pinned).toMatchObject({ status: 401, hottokInBody: false })
    expect(site.arrived.map(tokenIn)).toEqual([undefined, undefined, undefined, undefined])

    await stage.ok('POST', `/v1/deliveries/${delivery.id}/resend`, { hottokInBody: 'as-configured' })
    const sent = await stage.delivery('', ({ state }) => state === 'delivered')
    expect(sent).toMatchObject({ series: 3, attemptCount: 1, status: 200, hottokInBody: true })
    expect(sent.payload).toMatch(/,"hottok":"•+"}$/)
    const last = site.arrived.at(-1) as Arrival
    expect(tokenIn(last)).toBe(last.headers['x-hotmart-hottok'])
    const { data: secrets } = await stage.ok('GET', `${path}/secrets`)
    expect(await verify(last, { secrets: secrets[0].secret, now: last.at })).toMatchObject({ ok: true })
    expect(await stage.ok('GET', `/v1/configurations/${id}`)).toMatchObject({ hottokInBody: true })
  })

  it('follows the configuration at each attempt: once switched off, the body has no token', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '5ms' })
    const site = await stage.receiver(() => ({ status: 403 }))
    const { path, deliveries } = await refused(stage, site.url)
    site.answer(async (arrival) => {
      if (tokenIn(arrival) !== undefined) await stage.ok('PATCH', path, { hottokInBody: false })
      return { status: 403 }
    })
    await stage.ok('PATCH', path, { hottokInBody: true })
    await stage.ok('POST', `/v1/deliveries/${deliveries[0].id}/resend`, { hottokInBody: 'as-configured' })
    const ended = await stage.delivery('', ({ series, state }) => series === 2 && state === 'failed')
    expect(site.arrived.map((arrival) => tokenIn(arrival) !== undefined)).toEqual([false, false, true, false])
    expect(ended.hottokInBody).toBe(false)
    expect(ended.payload).not.toContain('hottok')
  })

  it('does so for a replay, and for a test to a disabled configuration', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '5ms' })
    const site = await onlyInBody(stage)
    const { id, path } = await refused(stage, site.url, 3)
    const { deliveryIds } = await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', configurationIds: [id] })
    const testFailed = await stage.delivery('test=true', ({ state }) => state === 'failed')
    expect(testFailed).toMatchObject({ status: 401, hottokInBody: false })
    await stage.ok('PATCH', path, { hottokInBody: true })
    const filter = { configurationId: id, state: ['failed'], responseStatus: 401, test: false }
    const wanted = { filter, mode: 'latest', hottokInBody: 'as-configured' }
    expect(await stage.ok('POST', '/v1/replays', { ...wanted, dryRun: true })).toEqual({ count: 3, exact: true })
    await stage.ok('POST', '/v1/replays', wanted)
    await stage.deliveries('state=delivered', (found) => found.length === 3)

    await stage.ok('POST', `${path}/disable`)
    await stage.ok('POST', `/v1/deliveries/${deliveryIds[0]}/resend`, { hottokInBody: 'as-configured' })
    const test = await stage.delivery('test=true', ({ state }) => state === 'delivered')
    expect(test).toMatchObject({ hottokInBody: true, test: true })
  })

  it('keeps the token in an event that always has it in the body', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '5ms' })
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['UPDATE_SUBSCRIPTION_CHARGE_DATE'])
    const test = { event: 'UPDATE_SUBSCRIPTION_CHARGE_DATE', configurationIds: [id] }
    const { deliveryIds } = await stage.ok('POST', '/v1/tests', test)
    await stage.delivery('', ({ state, hottokInBody }) => state === 'delivered' && hottokInBody)
    await stage.ok('POST', `/v1/deliveries/${deliveryIds[0]}/resend`, { hottokInBody: 'as-configured' })
    const arrived = await site.arrivals(2)
    expect(arrived.map(tokenIn)).toEqual(arrived.map(({ headers }) => headers['x-hotmart-hottok']))
  })

  it('puts no token into the body of a test to an address that must not get it', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '5ms' })
    const site = await stage.receiver()
    const { deliveryIds } = await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: [site.url] })
    await stage.delivery('', ({ state }) => state === 'delivered')
    await stage.ok('POST', `/v1/deliveries/${deliveryIds[0]}/resend`, { hottokInBody: 'as-configured' })
    for (const arrival of await site.arrivals(2)) {
      expect(tokenIn(arrival)).toBeUndefined()
      expect(arrival.headers).not.toHaveProperty('x-hotmart-hottok')
    }
  })

  it('refuses an unknown choice and an unknown field', async () => {
    const stage = await setStage()
    const path = `/v1/deliveries/dlv_${'0'.repeat(32)}/resend`
    const refusal = async (body: unknown) =>
      (await stage.postback.api('POST', path, body, { account: 'producer' })).body
    expect(await refusal({ hottokInBody: true })).toMatchObject({ errors: [{ pointer: '/hottokInBody' }] })
    expect(await refusal({ inBody: 'as-configured' })).toMatchObject({ errors: [{ pointer: '/inBody' }] })
    expect(await refusal({})).toMatchObject({ code: 'not_found' })
    expect(await refusal(undefined)).toMatchObject({ code: 'not_found' })
  })
})
