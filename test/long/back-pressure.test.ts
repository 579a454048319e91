import { describe, expect, it } from 'vitest'
import { eventually, registerProducer, sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** The platform is asked to slow down when deliveries wait for us, never when they wait for a receiver. */

const events = ['PURCHASE_APPROVED'] as const
const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('an account whose deliveries have been waiting for us for five seconds', () => {
  it('is refused with 429 and Retry-After until they have caught up, and other accounts are not', async () => {
    // A single slot: an account with more deliveries than the slot can send waits for us.
    const stage = await setStage({ POSTBACK_MAX_IN_FLIGHT: '1' })
    await registerProducer(stage.postback, 'other', 2)
    const slow = await stage.receiver(() => later(60).then(() => ({})))
    const fast = await stage.receiver()
    await stage.configure(slow.url, events)
    await stage.ok('POST', '/v1/configurations', { name: 'Other', url: fast.url, events }, 'other')
    for (const i of range(150)) await stage.report(events[0], `HP${i}`)
    const report = (transaction: string, productId: number) =>
      stage.postback.api('PUT', `/v1/transactions/${transaction}`, sale(events[0], transaction, productId))
    const { engine } = stage.postback
    await eventually(
      async () => engine.load.lagMs,
      (lagMs) => lagMs > 5_000,
    )
    const refused = await report('REFUSED', 1000)
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ code: 'deliveries_behind' })
    expect(refused.headers.get('retry-after')).toBe('2')
    // The refused update was not stored.
    expect(
      (await stage.postback.api('GET', '/v1/transactions/REFUSED', undefined, { account: 'producer' })).status,
    ).toBe(404)
    const line = JSON.stringify({ event: events[0], data: sale(events[0], 'BATCH1') })
    const headers = { 'content-type': 'application/x-ndjson' }
    const batch = await stage.postback.api('POST', '/v1/events/batch', line, { headers })
    expect(batch.text).toContain('"code":"deliveries_behind"')
    expect((await report('OTHER1', 2)).status).toBe(202)
    // A batch of another account is not delayed: 16 waits of a second each would take three times as long.
    const others = range(128).map((i) => JSON.stringify({ event: events[0], data: sale(events[0], `OTHERS${i}`, 2) }))
    const beganAt = performance.now()
    await stage.postback.api('POST', '/v1/events/batch', others.join('\n'), { headers })
    expect(performance.now() - beganAt).toBeLessThan(5_000)
    await fast.arrivals(1)
    await eventually(
      () => report('REFUSED', 1000),
      ({ status }) => status === 202,
    )
  })
})

describe('a delivery that waits for a receiver', () => {
  it('never slows the intake: reports of its account are still accepted', async () => {
    const stage = await setStage({ POSTBACK_ATTEMPT_TIMEOUT: '15s' })
    const hanging = await stage.receiver(() => new Promise<never>(() => {}))
    const limited = await stage.receiver(() => ({ status: 429, headers: { 'retry-after': '60' } }))
    const slow = await stage.receiver(() => later(1_000).then(() => ({})))
    for (const { url } of [hanging, limited, slow]) await stage.configure(url, events)
    for (const i of range(400)) await stage.report(events[0], `HP${i}`)
    const acceptedUntil = Date.now() + 7_000
    for (let i = 0; Date.now() < acceptedUntil; i++) {
      await stage.report(events[0], `LATER${i}`)
      await later(50)
    }
    expect(stage.postback.engine.load.lagMs).toBeLessThan(5_000)
  })
})
