import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { producers } from '../fill.ts'
import { arrivalsOf } from '../load/arrival-times.ts'
import { cpuMicrosOf, hasProc } from '../proc.ts'
import { Workbench } from '../workbench.ts'
import { bare } from './bare.ts'
import type { RunningSender, Sale, Sender } from './sender.ts'
import { senders } from './senders.ts'

/** The contract of a sender: without it the figures are not valid. */

const parent = mkdtempSync(join(tmpdir(), 'senders-test-'))
let bench: Workbench

beforeAll(() => {
  bench = new Workbench({ directory: parent, rows: 0, full: false, senders, profiles: null, say: () => {} })
})

afterAll(async () => {
  await bench.stop()
  rmSync(parent, { recursive: true })
})

describe.each<Sender>([bare, ...senders])('$name', (sender) => {
  let running: RunningSender

  beforeAll(async () => {
    const directory = bench.directory(`test of ${sender.name}`)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    running = await sender.start(bench, directory)
    await running.register(await bench.endpointUrls())
    await (await bench.receiver()).ask('identifyBy', sender.idHeader)
  })

  afterAll(() => running.stop())

  it('delivers each reported event once, with the id that it returned', async () => {
    const receiver = await bench.receiver()
    await receiver.ask('reset')
    const answers = await Promise.all(sales(32).map((sale) => running.report(sale)))
    await running.settled()
    const arrived = (await arrivalsOf(receiver)).map(({ id }) => id)
    expect(arrived.sort()).toEqual(answers.map((answer) => ('id' in answer ? answer.id : 'refused')).sort())
  })

  it('delivers each event of a batch once', async () => {
    if (running.reportBatch === null) return
    const receiver = await bench.receiver()
    await receiver.ask('reset')
    expect(await running.reportBatch(sales(100))).toEqual({ accepted: 100, retryAfterMs: null })
    await running.settled()
    const { count, bodyBytes } = await receiver.ask('amount')
    expect(count).toBe(100)
    // All senders send bodies of equal length, so that their figures can be compared.
    expect(Math.abs(bodyBytes / count - 2_693)).toBeLessThan(50)
  })

  it('keeps endpoints that are registered again', async () => {
    const receiver = await bench.receiver()
    await running.register(await bench.endpointUrls())
    await receiver.ask('reset')
    await running.report({ number: bench.takeTransactions(1), endpoint: 0 })
    await running.settled()
    expect(await receiver.ask('count')).toBe(1)
  })

  it.runIf(hasProc)('lists processes that use CPU under load', async () => {
    const before = cpuMicrosOf(running.pids())
    for (let batch = 0; batch < 5; batch++) await Promise.all(sales(100).map((sale) => running.report(sale)))
    await running.settled()
    expect(cpuMicrosOf(running.pids()) - before).toBeGreaterThan(0)
    expect(await running.cpuMicros()).toBeGreaterThan(0)
  })

  it('grows on disk if it is durable', async () => {
    const before = await running.bytesOnDisk()
    await Promise.all(sales(100).map((sale) => running.report(sale)))
    await running.settled()
    const grown = (await running.bytesOnDisk()).bytes - before.bytes
    if (sender.durable === 'nothing') expect(grown).toBe(0)
    else expect(grown).toBeGreaterThan(0)
  })
})

function sales(count: number): Sale[] {
  const first = bench.takeTransactions(count)
  return Array.from({ length: count }, (_, i) => ({ number: first + i, endpoint: i % producers }))
}
