import { describe, expect, it } from 'vitest'
import type { Answer } from '../receivers/ordinary.ts'
import { eventually, sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** A receiver that states its limit gets no more posts than it accepts, and the limit makes no post fail. */

const events = ['PURCHASE_APPROVED'] as const
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Accepts this many posts per second (a token bucket), and refuses others with `Retry-After`. */
function limited(perSecond: number, retryAfter: (waitMs: number) => string) {
  let tokens = perSecond
  let at = performance.now()
  let refused = 0
  return {
    refused: () => refused,
    answer(): Answer {
      const now = performance.now()
      tokens = Math.min(perSecond, tokens + ((now - at) / 1_000) * perSecond)
      at = now
      if (tokens >= 1) {
        tokens--
        return {}
      }
      refused++
      return { status: 429, headers: { 'retry-after': retryAfter(1_000) } }
    },
  }
}

async function sellMany(stage: Stage, count: number) {
  for (let from = 0; from < count; from += 500) {
    const lines = range(Math.min(500, count - from)).map((i) =>
      JSON.stringify({ event: events[0], data: sale(events[0], `HP${from + i}`) }),
    )
    const headers = { 'content-type': 'application/x-ndjson' }
    expect((await stage.postback.api('POST', '/v1/events/batch', lines.join('\n'), { headers })).status).toBe(200)
  }
}

const inSeconds = (waitMs: number) => String(Math.ceil(waitMs / 1_000))
const asDate = (waitMs: number) => new Date(Math.ceil((Date.now() + waitMs) / 1_000) * 1_000).toUTCString()

describe('a receiver with a limit', () => {
  it('of twenty a second gets 600 sales: none fail, few are refused', { timeout: 120_000 }, async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '2s,6s,16s,30s' })
    const limit = limited(20, inSeconds)
    const site = await stage.receiver(() => limit.answer())
    await stage.configure(site.url, events)
    await sellMany(stage, 600)
    await eventually(
      async () => {
        await site.arrivals(site.arrived.length + 1).catch(() => {})
        return site.arrived.length - limit.refused()
      },
      (taken) => taken === 600,
      100_000,
    )
    expect(limit.refused() / site.arrived.length).toBeLessThanOrEqual(0.05)
    expect((await stage.ok('GET', '/v1/deliveries/count?state=failed')).count).toBe(0)
    await stage.deliveries('state=retrying', (all) => all.length === 0)
  })

  it.each([
    ['in seconds', inSeconds],
    ['as a date', asDate],
  ])('that asks to wait %s, in waves, is sent nothing until then', { timeout: 60_000 }, async (_, retryAfter) => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    // Twice, after ten and then after twenty-five posts, it accepts none for a second and a half.
    const waves = [10, 25]
    let [taken, quietUntil, early] = [0, 0, 0]
    const site = await stage.receiver((it) => {
      if (it.at < quietUntil) early++
      else if (taken === waves[0]) {
        waves.shift()
        quietUntil = it.at + 1_500
      } else {
        taken++
        return {}
      }
      return { status: 503, headers: { 'retry-after': retryAfter(1_500) } }
    })
    await stage.configure(site.url, events)
    await sellMany(stage, 40)
    await eventually(
      async () => taken,
      (count) => count === 40,
      40_000,
    )
    const all = await stage.deliveries('', (shown) => shown.every((it) => it.state === 'delivered'))
    const refused = all.filter((it) => it.attemptsTotal > 1)
    expect(refused.length).toBeGreaterThan(1)
    // Only posts under way at the first refusal came early. No new one began before the requested time.
    expect(early).toBeLessThan(32)
    for (const it of all) expect(it.attemptCount).toBe(1)
    const detail = await stage.ok('GET', `/v1/deliveries/${refused.find((it) => it.attemptsTotal === 2)?.id}`)
    expect(detail.attempts).toMatchObject([
      { number: 1, inSeries: 1, status: 503, counted: false },
      { number: 2, inSeries: 1, status: 200, counted: true },
    ])
    expect(Date.parse(detail.attempts[1].at)).toBeGreaterThanOrEqual(Date.parse(detail.attempts[0].askedToWaitUntil))
  })

  it('that is down behind 503 with Retry-After fails after five attempts, as usual', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '20ms,20ms,20ms,20ms' })
    const site = await stage.receiver(() => ({ status: 503, headers: { 'retry-after': '1' } }))
    const { id } = await stage.configure(site.url, events)
    await stage.report(events[0], 'HP1')
    const failed = await stage.delivery('transaction=HP1', (it) => it.state === 'failed')
    expect(failed.attempts.map((it: { status: number; counted: boolean }) => [it.status, it.counted])).toEqual(
      range(5).map(() => [503, true]),
    )
    const configuration = await stage.ok('GET', `/v1/configurations/${id}`)
    expect(configuration).toMatchObject({ state: 'active', health: { failures: 0, failingSince: null } })
    expect(Date.parse(configuration.statedLimit.pausedUntil)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('keeps its pause across a restart', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    let open = true
    const site = await stage.receiver(() => (open ? {} : { status: 429, headers: { 'retry-after': '3' } }))
    await stage.configure(site.url, events)
    await stage.report(events[0], 'HP0')
    await site.arrivals(1)
    open = false
    await stage.report(events[0], 'HP1')
    await site.arrivals(2)
    const [waiting] = await stage.deliveries('transaction=HP1', (all) => all[0]?.status === 429)
    await stage.postback.restart()
    open = true
    await stage.report(events[0], 'HP2')
    await site.arrivals(4)
    const at = site.arrived.slice(2).map((it) => it.at)
    expect(Math.min(...at)).toBeGreaterThanOrEqual(Date.parse(waiting.nextAttemptAt))
  })
})

describe('a configuration with maxPerSecond', () => {
  it('is never sent more per second, releases and replays included', { timeout: 60_000 }, async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, events, { maxPerSecond: 10 })
    await stage.ok('POST', `/v1/configurations/${id}/disable`)
    await sellMany(stage, 15)
    await stage.ok('POST', `/v1/configurations/${id}/enable`, { held: 'all' })
    await site.arrivals(15)
    await stage.ok('POST', '/v1/replays', { filter: { configurationId: id }, mode: 'all' })
    await site.arrivals(30)
    const times = site.arrived.map((it) => it.at)
    for (const [i, at] of times.entries()) {
      const inSecond = times.slice(i).filter((time) => time - at < 1_000).length
      // One more may fall into a second, because the travel time varies.
      expect(inSecond).toBeLessThanOrEqual(11)
    }
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_400)
  })
})
