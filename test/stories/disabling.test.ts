import { describe, expect, it } from 'vitest'
import { eventually } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** A URL with errors disables its configuration. New posts are then held, and none is lost. */

async function disabledStage() {
  const stage = await setStage()
  const site = await stage.receiver()
  const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED', 'PURCHASE_COMPLETE', 'PURCHASE_REFUNDED'])
  await stage.ok('POST', `/v1/configurations/${id}/disable`)
  const configuration = () => stage.ok('GET', `/v1/configurations/${id}`)
  return { stage, site, id, configuration }
}

describe('a configuration', () => {
  it('is disabled at once by a 410, with the reason', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    const site = await stage.receiver(() => ({ status: 410 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const disabled = await eventually(
      () => stage.ok('GET', `/v1/configurations/${id}`),
      (it) => it.state === 'disabled' && it.held === 1,
    )
    expect(disabled).toMatchObject({ disabledReason: 'gone', disabledDetail: expect.stringContaining('410') })
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await stage.deliveries('state=held', (all) => all.length === 2)
    expect(site.arrived).toHaveLength(1)
  })

  it('is disabled when a delivery has used up its attempts and its path does not exist', async () => {
    const stage = await setStage()
    const site = await stage.receiver(() => ({ status: 404 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await eventually(
      () => stage.ok('GET', `/v1/configurations/${id}`),
      (it) => it.state === 'disabled' && it.disabledReason === 'url-error',
    )
    expect(site.arrived).toHaveLength(5)
  })

  it('is not disabled when an attempt failed for another reason, or another post was delivered in the meantime', async () => {
    const stage = await setStage()
    let asked = 0
    const moody = await stage.receiver(() => ({ status: ++asked === 3 ? 500 : 404 }))
    const half = await stage.receiver(({ body }) => ({ status: body.includes('HP1"') ? 404 : 200 }))
    const [a, b] = [
      await stage.configure(moody.url, ['PURCHASE_APPROVED']),
      await stage.configure(half.url, ['PURCHASE_APPROVED', 'PURCHASE_COMPLETE']),
    ]
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await half.arrivals(1)
    await stage.report('PURCHASE_COMPLETE', 'HP2')
    await stage.deliveries('transaction=HP1&state=failed', (all) => all.length === 2)
    for (const { id } of [a, b])
      expect(await stage.ok('GET', `/v1/configurations/${id}`)).toMatchObject({ state: 'active' })
  })

  it('is not disabled by tests or by posts that a person processes again', async () => {
    const stage = await setStage()
    const site = await stage.receiver(() => ({ status: 410 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', configurationIds: [id] })
    await stage.deliveries('test=true&state=failed', (all) => all.length === 1)
    expect(await stage.ok('GET', `/v1/configurations/${id}`)).toMatchObject({
      state: 'active',
      health: { failures: 0 },
    })
  })

  it('with a name that does not exist is saved but disabled, and enabled when the URL is corrected', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const made = await stage.ok('POST', '/v1/configurations', {
      name: 'Typo',
      url: 'https://members.example.invalid/hook',
      events: ['PURCHASE_APPROVED'],
    })
    expect(made).toMatchObject({ state: 'disabled', disabledReason: 'name-not-found', check: { verdict: 'faulty' } })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.deliveries('state=held', (all) => all.length === 1)
    const stillFaulty = await stage.postback.api(
      'POST',
      `/v1/configurations/${made.id}/enable`,
      { held: 'all' },
      { account: 'producer' },
    )
    expect(stillFaulty).toMatchObject({ status: 409, body: { code: 'address_faulty' } })
    const corrected = await stage.ok('PATCH', `/v1/configurations/${made.id}`, { url: site.url })
    expect(corrected.state).toBe('active')
    await site.arrivals(1)
  })

  it.each([
    ['not a URL', 'invalid_url'],
    ['ftp://example.com/', 'invalid_url'],
    ['https://user:pass@example.com/', 'invalid_url'],
    ['https://10.0.0.1/', 'blocked_address'],
    ['https://169.254.169.254/latest/meta-data', 'blocked_address'],
    ['https://[::ffff:10.0.0.1]/', 'blocked_address'],
    ['https://0x0a.1/', 'blocked_address'],
    ['https://203.0.113.1:22/', 'blocked_address'],
  ])('is refused for %s', async (url, code) => {
    const stage = await setStage()
    const reply = await stage.postback.api(
      'POST',
      '/v1/configurations',
      { name: 'x', url, events: ['PURCHASE_APPROVED'] },
      { account: 'producer' },
    )
    expect(reply).toMatchObject({ status: 422, body: { code, errors: [{ pointer: '/url' }] } })
    expect((await stage.ok('GET', '/v1/configurations')).data).toEqual([])
  })

  it('that is removed cancels its pending posts and leaves all of its posts in the history', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    const site = await stage.receiver(() => ({ status: 500 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.delivery('transaction=HP1', (it) => it.state === 'retrying')
    await stage.ok('DELETE', `/v1/configurations/${id}`)
    const cancelled = await stage.delivery('transaction=HP1', (it) => it.state === 'cancelled')
    expect(cancelled).toMatchObject({ cancelReason: 'configuration removed', attempts: [{ status: 500 }] })
    expect(await stage.report('PURCHASE_APPROVED', 'HP2')).toMatchObject({ deliveries: 0 })
  })
})

describe('held posts', () => {
  it('go out in order when all of them are wanted', async () => {
    const { stage, site, id, configuration } = await disabledStage()
    for (let i = 1; i <= 30; i++) await stage.report('PURCHASE_APPROVED', `HP${100 + i}`)
    await stage.report('PURCHASE_COMPLETE', 'HP101')
    expect(await configuration()).toMatchObject({ state: 'disabled', held: 31 })
    await stage.ok('POST', `/v1/configurations/${id}/enable`, { held: 'all' })
    const arrivals = await site.arrivals(31)
    const ofFirst = arrivals.filter((it) => it.body.includes('"HP101"')).map((it) => JSON.parse(it.body).event)
    expect(ofFirst).toEqual(['PURCHASE_APPROVED', 'PURCHASE_COMPLETE'])
    await eventually(configuration, (it) => it.state === 'active' && it.held === 0 && it.releasing !== true)
    const { actions } = await stage.delivery('transaction=HP102', (it) => it.state === 'delivered')
    expect(actions.map((it: { kind: string }) => it.kind)).toEqual(['created', 'held', 'released', 'attempted'])
  })

  it('can be reduced to the latest of each sale, without an approval of a refunded sale', async () => {
    const { stage, site, id } = await disabledStage()
    await stage.ok('PATCH', `/v1/configurations/${id}`, { events: ['PURCHASE_APPROVED', 'PURCHASE_COMPLETE'] })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.report('PURCHASE_COMPLETE', 'HP1')
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await stage.report('PURCHASE_REFUNDED', 'HP2') // not subscribed
    await stage.report('PURCHASE_APPROVED', 'HP3')
    await stage.ok('POST', `/v1/configurations/${id}/enable`, { held: 'latest' })
    await stage.deliveries('state=delivered', (all) => all.length === 2)
    const sent = (await site.arrivals(2)).map(
      (it) => `${JSON.parse(it.body).data.purchase.transaction} ${JSON.parse(it.body).event}`,
    )
    expect(sent.toSorted()).toEqual(['HP1 PURCHASE_COMPLETE', 'HP3 PURCHASE_APPROVED'])
    const dropped = await stage.deliveries('state=cancelled', (all) => all.length === 2)
    expect(dropped.every((it) => it.cancelReason === 'superseded')).toBe(true)
    const { warning } = await stage.delivery('transaction=HP2&state=cancelled', () => true)
    expect(JSON.stringify(warning)).toContain('REFUNDED')
  })

  it('can be discarded', async () => {
    const { stage, site, id, configuration } = await disabledStage()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.ok('POST', `/v1/configurations/${id}/enable`, { held: 'discard' })
    await stage.deliveries('state=cancelled', ([it]) => it?.cancelReason === 'discarded')
    await stage.report('PURCHASE_APPROVED', 'HP2')
    await site.arrivals(1)
    expect(await configuration()).toMatchObject({ state: 'active', held: 0 })
  })

  it('include posts that waited for a retry when the configuration was disabled', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    let healthy = false
    const site = await stage.receiver(() => ({ status: healthy ? 200 : 500 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.delivery('transaction=HP1', (it) => it.state === 'retrying')
    await stage.ok('POST', `/v1/configurations/${id}/disable`)
    await stage.delivery('transaction=HP1', (it) => it.state === 'held')
    healthy = true
    await stage.ok('POST', `/v1/configurations/${id}/enable`, { held: 'all' })
    const delivered = await stage.delivery('transaction=HP1', (it) => it.state === 'delivered')
    expect(delivered.attempts.map((it: { series: number }) => it.series)).toEqual([1, 2])
  })
})
