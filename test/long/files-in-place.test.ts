import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** The data directory changes under a running server. The next start must find every accepted event. */

/** A stage with an earlier copy of its data. */
async function stageWithCopy() {
  const directory = mkdtempSync(join(tmpdir(), 'postback-place-'))
  const copy = `${directory}-copy`
  const stage = await setStage({ POSTBACK_DATA_DIR: directory })
  const site = await stage.receiver()
  await stage.configure(site.url, ['PURCHASE_APPROVED'])
  await stage.postback.restart()
  cpSync(directory, copy, { recursive: true })
  return { stage, site, directory, copy }
}

function report({ postback }: Stage, transaction: string) {
  return postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
}

const changes: { what: string; change: (directory: string, copy: string) => void }[] = [
  { what: 'the directory is moved away', change: (directory) => renameSync(directory, `${directory}-moved`) },
  { what: 'the directory is removed', change: (directory) => rmSync(directory, { recursive: true }) },
  {
    what: 'another directory comes in its place',
    change(directory, copy) {
      renameSync(directory, `${directory}-moved`)
      renameSync(copy, directory)
    },
  },
  {
    what: 'the directory is emptied',
    change(directory) {
      rmSync(directory, { recursive: true })
      mkdirSync(directory)
    },
  },
  {
    what: 'a copy comes in the place of the database',
    change: (directory, copy) => renameSync(join(copy, 'postback.db'), join(directory, 'postback.db')),
  },
  {
    what: 'a copy is written over the database',
    change: (directory, copy) => cpSync(join(copy, 'postback.db'), join(directory, 'postback.db')),
  },
  { what: 'the log is removed', change: (directory) => rmSync(join(directory, 'postback.db-wal')) },
  { what: 'the index of the log is removed', change: (directory) => rmSync(join(directory, 'postback.db-shm')) },
  { what: 'the lock is removed', change: (directory) => rmSync(join(directory, 'lock.db')) },
]

describe('when', () => {
  it.each(changes)('$what nothing is accepted any more, and readiness says why', async ({ change }) => {
    const { stage, directory, copy } = await stageWithCopy()
    expect((await report(stage, 'HP1')).status).toBe(202)
    change(directory, copy)
    const { status, headers, body } = await report(stage, 'HP2')
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 503,
      code: 'storage_unavailable',
      detail: expect.stringContaining('The data directory was moved or replaced'),
    })
    expect(headers.get('retry-after')).toBe('1')
    const ready = await stage.postback.api('GET', '/readyz', undefined, { key: null })
    expect(ready.body).toEqual({
      status: 'unavailable',
      components: { server: 'ok', store: 'unavailable' },
      reason: expect.stringContaining('moved or replaced'),
    })
    expect((await stage.postback.api('GET', '/v1/deliveries', undefined, { account: 'producer' })).status).toBe(503)
  })

  it('the directory is moved during hundreds of reports, it holds every report that was answered 202', async () => {
    const { stage, site, directory } = await stageWithCopy()
    const accepted: string[] = []
    const statuses = new Set<number>()
    const reports = Array.from({ length: 200 }, async (_, i) => {
      const { status } = await report(stage, `HP${i}`)
      statuses.add(status)
      if (status === 202) accepted.push(`HP${i}`)
      if (accepted.length === 50 && status === 202) renameSync(directory, `${directory}-moved`)
    })
    await Promise.all(reports)
    expect([...statuses].toSorted()).toEqual([202, 503])
    // The directory is back and complete, but writes in the meantime may have gone elsewhere: only a start can check.
    renameSync(`${directory}-moved`, directory)
    expect((await report(stage, 'HP1000')).status).toBe(503)
    await stage.postback.restart()
    expect((await report(stage, 'HP1000')).status).toBe(202)
    const delivered = await stage.deliveries('state=delivered', (all) => all.length > accepted.length)
    expect(delivered.map((it) => it.transaction)).toEqual(expect.arrayContaining([...accepted, 'HP1000']))
    expect(new Set(site.arrived.map((it) => it.headers['webhook-id'])).size).toBe(delivered.length)
  })
})
