import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppOptions } from '../../src/app.ts'
import { sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

const day = 86_400_000

/** A machine whose wall clock the test sets before a start. */
function machine(aheadMs: number) {
  const time = { aheadMs, storeTime: async () => Date.now() + time.aheadMs, monotonic: () => performance.now() }
  return time
}

describe('a server that was started 30 days ahead, and again with the right time', () => {
  it('retries on time, and shows new posts above old ones', async () => {
    const time = machine(30 * day)
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1s,1s' }, { time })
    let accepts = false
    const site = await stage.receiver(() => ({ status: accepts ? 200 : 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.delivery('transaction=HP1', ({ state }) => state === 'retrying')
    accepts = true
    time.aheadMs = 0
    await stage.postback.restart()
    // An update without a date is current, even after one that is dated 30 days ahead.
    expect(await stage.report('PURCHASE_REFUNDED', 'HP1')).toMatchObject({ event: 'PURCHASE_REFUNDED' })
    await stage.ok('PUT', '/v1/transactions/HP2', sale('PURCHASE_APPROVED', 'HP2'))
    const all = await stage.deliveries('', (some) => some.every(({ state }) => state === 'delivered'))
    expect(all.map(({ transaction, event }) => `${transaction} ${event}`)).toEqual([
      'HP2 PURCHASE_APPROVED',
      'HP1 PURCHASE_REFUNDED',
      'HP1 PURCHASE_APPROVED',
    ])
  })
})

describe('a server whose clock has jumped ahead', () => {
  it('says in its metrics and log that it deletes no old rows, until a start with --clock-is-right', async () => {
    const up = { boot: 'one', upMs: day }
    const time = { ...machine(0), uptime: () => up }
    time.storeTime = async () => Date.now() + time.aheadMs
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) })
    const options: { -readonly [K in keyof AppOptions]: AppOptions[K] } = { time, log }
    const { postback } = await setStage({}, options)
    const doubted = async () => /^postback_clock_doubted (\d)/m.exec((await postback.api('GET', '/metrics')).text)?.[1]
    expect(await doubted()).toBe('0')
    time.aheadMs = day
    await postback.restart()
    expect(await doubted()).toBe('1')
    expect(lines).toEqual([expect.stringContaining('--clock-is-right')])
    options.clockIsRight = true
    await postback.restart()
    expect(await doubted()).toBe('0')
    options.clockIsRight = false
    await postback.restart()
    expect(await doubted()).toBe('0')
    expect(lines).toHaveLength(1)
  })
})

describe('once an hour', () => {
  afterEach(() => void vi.useRealTimers())

  it('a server moves due times that are too far ahead closer', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const uptime = { ms: 0 }
    const time = {
      storeTime: async () => Date.now() + uptime.ms,
      monotonic: () => performance.now() + uptime.ms,
      uptime: () => ({ boot: 'one', upMs: Math.round(performance.now() + uptime.ms) }),
    }
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' }, { time })
    const site = await stage.receiver(() => ({ status: 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.delivery('transaction=HP1', ({ state }) => state === 'retrying')
    const other = new DatabaseSync(join(stage.postback.directory, 'postback.db'))
    other.exec(`update deliveries set due = due + ${90 * day}`)
    other.close()
    const dueIn = ({ nextAttemptAt }: { nextAttemptAt: string }) => Date.parse(nextAttemptAt) - Date.now() - uptime.ms
    await stage.delivery('transaction=HP1', (it) => dueIn(it) > 80 * day)
    uptime.ms = 3_600_000
    await vi.advanceTimersByTimeAsync(60_000)
    await stage.delivery('transaction=HP1', (it) => dueIn(it) <= day)
  })
})
