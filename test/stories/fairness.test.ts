import { describe, expect, it } from 'vitest'
import type { Arrival } from '../receivers/ordinary.ts'
import { sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** One receiver never delays another, and each gets the events of a sale in order. */

const never = () => new Promise<never>(() => {})
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('fair turns', () => {
  it('dozens of hanging receivers do not delay a healthy one', async () => {
    // Without a shrinking limit for each, the hanging receivers together would fill every slot.
    const stage = await setStage({
      POSTBACK_MAX_IN_FLIGHT: '64',
      POSTBACK_MAX_IN_FLIGHT_PER_CONFIGURATION: '8',
      POSTBACK_ATTEMPT_TIMEOUT: '500ms',
      POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m',
    })
    const hanging = await stage.receiver(never)
    const healthy = await stage.receiver()
    for (const i of range(20)) await stage.configure(`${hanging.url}?${i}`, ['PURCHASE_APPROVED'])
    await stage.configure(healthy.url, ['PURCHASE_APPROVED'])
    await Promise.all(range(60).map((i) => stage.report('PURCHASE_APPROVED', `HP${i}`)))
    await healthy.arrivals(60)
    const transactions = healthy.arrived.map((it) => JSON.parse(it.body).data.purchase.transaction)
    expect(new Set(transactions).size).toBe(60)
  })

  it('a backlog larger than the window goes out completely, each delivery once', { timeout: 120_000 }, async () => {
    // No attempt times out while the gate is shut, even if reporting is slow.
    const stage = await setStage({ POSTBACK_MAX_IN_FLIGHT_PER_CONFIGURATION: '16', POSTBACK_ATTEMPT_TIMEOUT: '120s' })
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const site = await stage.receiver(async () => {
      await gate
      return {}
    })
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    for (const batch of range(3)) {
      const lines = range(1000).map((i) => ({
        event: 'PURCHASE_APPROVED',
        data: sale('PURCHASE_APPROVED', `HP${batch}-${i}`),
      }))
      const text = lines.map((line) => JSON.stringify(line)).join('\n')
      const headers = { 'content-type': 'application/x-ndjson' }
      expect((await stage.postback.api('POST', '/v1/events/batch', text, { headers })).status).toBe(200)
    }
    open()
    await site.arrivals(3000)
    expect(new Set(site.arrived.map((it) => it.headers['webhook-id'])).size).toBe(3000)
    expect(site.arrived).toHaveLength(3000)
  })
})

describe('order', () => {
  const sequenceOf = (arrival: Arrival) => Number(arrival.headers['postback-sequence'])

  it('first attempts of one sale start in sequence, one in flight', async () => {
    const stage = await setStage()
    let inFlight = 0
    let most = 0
    const site = await stage.receiver(async () => {
      most = Math.max(most, ++inFlight)
      await new Promise((resolve) => setImmediate(resolve))
      inFlight--
      return {}
    })
    await stage.configure(site.url, [
      'PURCHASE_BILLET_PRINTED',
      'PURCHASE_APPROVED',
      'PURCHASE_COMPLETE',
      'PURCHASE_PROTEST',
      'PURCHASE_REFUNDED',
    ])
    for (const event of [
      'PURCHASE_BILLET_PRINTED',
      'PURCHASE_APPROVED',
      'PURCHASE_COMPLETE',
      'PURCHASE_PROTEST',
      'PURCHASE_REFUNDED',
    ] as const) {
      await stage.report(event, 'HP1')
    }
    const arrivals = await site.arrivals(5)
    expect(arrivals.map(sequenceOf)).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(1)
  })

  it('a retry does not delay later events', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '300ms,1m,1m,1m' })
    const { promise: reported, resolve: open } = Promise.withResolvers<void>()
    const site = await stage.receiver(async (it) => {
      await reported
      return { status: it.headers['postback-attempt'] === '1' && it.body.includes('PURCHASE_BILLET') ? 500 : 200 }
    })
    await stage.configure(site.url, ['PURCHASE_BILLET_PRINTED', 'PURCHASE_APPROVED'])
    await stage.report('PURCHASE_BILLET_PRINTED', 'HP1')
    await stage.report('PURCHASE_APPROVED', 'HP1')
    open()
    const arrivals = await site.arrivals(3)
    expect(arrivals.map(sequenceOf)).toEqual([1, 2, 1])
  })
})
