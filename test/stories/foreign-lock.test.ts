import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** Another program writes to the database, such as a backup tool or the sqlite3 shell. Only writes wait for it. */

const range = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Holds the write lock until it is released. */
function lockDatabase({ postback }: Stage) {
  const other = new DatabaseSync(join(postback.directory, 'postback.db'))
  other.exec('begin immediate')
  return () => {
    other.exec('rollback')
    other.close()
  }
}

async function answersOf({ postback }: Stage, count: number) {
  for (const _ of range(count)) {
    expect((await postback.api('GET', '/livez', undefined, { key: null })).status).toBe(200)
  }
}

describe('while another program holds the lock of the database', () => {
  it('everything except writing continues, and new reports are accepted afterwards, each once', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const unlock = lockDatabase(stage)
    let answered = 0
    const reports = range(40).map(async (i) => {
      const reply = await stage.postback.api('PUT', `/v1/transactions/HP${i}`, sale('PURCHASE_APPROVED', `HP${i}`))
      answered++
      return reply.status
    })
    const others = range(10).map((i) => stage.postback.api('PUT', `/v1/accounts/a${i}`, { name: 'A' }))
    await answersOf(stage, 20)
    expect((await stage.ok('GET', '/v1/deliveries')).data).toEqual([])
    await answersOf(stage, 20)
    expect(answered).toBe(0)
    unlock()
    expect(await Promise.all(reports)).toEqual(Array(40).fill(202))
    for (const { status } of await Promise.all(others)) expect(status).toBeLessThan(300)
    await stage.deliveries('state=delivered', (all) => all.length === 40)
    const ids = site.arrived.map(({ headers }) => headers['webhook-id'])
    expect({ arrived: ids.length, events: new Set(ids).size }).toEqual({ arrived: 40, events: 40 })
  })

  it('answers of receivers are recorded afterwards: none is lost, and no post is sent twice', async () => {
    const troubles: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => void troubles.push(line) })
    const stage = await setStage({}, { log })
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const site = await stage.receiver(async () => {
      await gate
      return {}
    })
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await Promise.all(range(4).map((i) => stage.report('PURCHASE_APPROVED', `HP${i}`)))
    await site.arrivals(4)
    const unlock = lockDatabase(stage)
    open()
    await answersOf(stage, 20)
    expect((await stage.ok('GET', '/v1/deliveries?state=sending')).data).toHaveLength(4)
    unlock()
    await stage.deliveries('state=delivered', (all) => all.length === 4 && all.every((it) => it.attemptsTotal === 1))
    expect(site.arrived).toHaveLength(4)
    expect(troubles).toEqual([])
  })
})
