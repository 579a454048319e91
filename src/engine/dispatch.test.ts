import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { outcomeOf, World } from '../../test/conformance/world.ts'
import { eventually } from '../../test/harness.ts'
import type { ConfigurationId } from '../domain/ids.ts'
import { SqliteStore } from '../store/sqlite.ts'
import type { Claim } from '../store/store.ts'
import { Dispatcher, type DispatchLimits, type Pace } from './dispatch.ts'

/** Who is tried next: on a real store, with attempts that end when the test says so. */

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

interface Running {
  readonly claim: Claim
  end(how?: Partial<Pace>): Promise<void>
}

async function setUp(limits: Partial<DispatchLimits> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'postback-dispatch-'))
  cleanUp.push(() => rmSync(directory, { recursive: true }))
  const store = new SqliteStore({ directory })
  await store.start()
  cleanUp.push(() => store.stop())
  const world = await World.begin(store)
  const hosts = new Map<ConfigurationId, string>()
  const running: Running[] = []
  const started: string[] = []
  const dispatcher = new Dispatcher({
    store,
    clock: { now: () => world.now },
    limits: { inFlight: 100, inFlightPerHost: 8, inFlightPerLane: 8, ...limits },
    hostOf: ({ configurationId }) => hosts.get(configurationId as ConfigurationId) ?? '',
    attempt(claim) {
      const { promise, resolve } = Promise.withResolvers<Pace>()
      started.push(nameOf(claim))
      const attempt: Running = {
        claim,
        async end(how = {}) {
          running.splice(running.indexOf(attempt), 1)
          await world.record(outcomeOf(claim.delivery, { at: world.now }))
          resolve({ overloaded: false, dueAt: null, ...how })
          await promise
        },
      }
      running.push(attempt)
      return promise
    },
  })
  const lanes = new Map<string, ConfigurationId>()
  const nameOf = ({ delivery }: Claim) => [...lanes].find(([, id]) => id === delivery.configurationId)?.[0] ?? '?'

  return {
    world,
    store,
    dispatcher,
    running,
    /** The lanes of the attempts so far, in the order in which they began. */
    started,
    lanes,
    async lane(name: string, host = 'one.example') {
      const { id } = await world.configuration({ name })
      lanes.set(name, id)
      hosts.set(id, host)
    },
    /** So many deliveries, of sales of their own, come due. */
    async queue(name: string, count: number) {
      const to = lanes.get(name) as ConfigurationId
      for (let i = 0; i < count; i++) await world.deliver({ to })
      dispatcher.noteDue(to, to, world.now)
    },
    inFlight: (name: string) => running.filter(({ claim }) => nameOf(claim) === name).length,
    until: (isSo: () => boolean) => eventually(async () => isSo(), Boolean),
    async start() {
      await dispatcher.start()
      cleanUp.push(() => {
        const stopped = dispatcher.stop()
        for (const it of running.slice()) void it.end()
        return stopped
      })
    },
  }
}

describe('a host', () => {
  it('is shared in turn: who has just been served stands behind those who wait', async () => {
    const it = await setUp({ inFlightPerHost: 4, inFlightPerLane: 4 })
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await it.lane(name)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await it.queue(name, 6)
    await it.start()
    await it.until(() => it.running.length === 4)
    for (let ended = 0; ended < 12; ended++) {
      await it.running[0]?.end()
      await it.until(() => it.running.length === 4)
    }
    const served = (name: string) => it.started.filter((lane) => lane === name).length
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) expect(served(name), it.started.join('')).toBeGreaterThan(1)
  })

  it('gives none of its lanes more than a quarter while others wait, and all of it to one that is alone', async () => {
    const it = await setUp()
    await it.lane('greedy')
    await it.lane('late')
    await it.queue('greedy', 40)
    await it.start()
    await it.until(() => it.running.length === 8)
    expect(it.inFlight('greedy')).toBe(8)
    await it.queue('late', 10)
    // The first place that comes free is for the one that waits, and so is the second.
    for (const inFlight of [1, 2]) {
      await it.running.find(({ claim }) => claim.delivery.configurationId === it.lanes.get('greedy'))?.end()
      await it.until(() => it.inFlight('late') === inFlight)
    }
    for (let i = 0; i < 4; i++) {
      await it.running.find(({ claim }) => claim.delivery.configurationId === it.lanes.get('greedy'))?.end()
    }
    await it.until(() => it.inFlight('greedy') === 2 && it.inFlight('late') === 2)
  })

  it('that is full keeps nobody from another host', async () => {
    const it = await setUp({ inFlightPerHost: 2 })
    await it.lane('full', 'one.example')
    await it.lane('free', 'two.example')
    await it.queue('full', 5)
    await it.start()
    await it.until(() => it.running.length === 2)
    await it.queue('free', 2)
    await it.until(() => it.inFlight('free') === 2)
  })
})

describe('a lane', () => {
  it('that struggles is asked by ever fewer at once, and by more again with each answer', async () => {
    const it = await setUp()
    await it.lane('slow')
    await it.queue('slow', 100)
    await it.start()
    await it.until(() => it.running.length === 8)
    await it.running[0]?.end({ overloaded: true })
    while (it.running.length > 3) await it.running[0]?.end({ overloaded: true })
    await it.running[0]?.end({ overloaded: true })
    await it.until(() => it.running.length === 2)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 3)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 4)
  })

  it('takes its turn among all when everything is full', async () => {
    const it = await setUp({ inFlight: 4 })
    for (const name of ['a', 'b', 'c']) {
      await it.lane(name, `${name}.example`)
      await it.queue(name, 8)
    }
    await it.start()
    for (let ended = 0; ended < 8; ended++) {
      await it.until(() => it.running.length === 4)
      await it.running[0]?.end()
    }
    await it.until(() => it.running.length === 4)
    // The first lane found all places free, and the next place was its own.
    const inTurn = it.started.slice(5)
    const served = ['a', 'b', 'c'].map((name) => inTurn.filter((lane) => lane === name).length)
    expect(Math.max(...served) - Math.min(...served), it.started.join('')).toBeLessThanOrEqual(1)
  })
})

describe('memory', () => {
  it('holds few of a backlog of large bodies, and goes on as they are sent', { timeout: 120_000 }, async () => {
    const it = await setUp({ inFlight: 2 })
    await it.lane('a')
    const to = it.lanes.get('a') as ConfigurationId
    const text = 'x'.repeat(1_000_000)
    for (let i = 0; i < 24; i++) await it.store.accept(Array.from({ length: 5 }, () => it.world.update({ to, text })))
    await it.start()
    let most = 0
    while (it.started.length < 118) {
      await it.until(() => it.running.length === 2)
      most = Math.max(most, it.dispatcher.load.inWindow)
      await it.running[0]?.end()
    }
    // 64 MB are full, and what was claimed together with the last of them.
    expect(most).toBeGreaterThan(60)
    expect(most).toBeLessThanOrEqual(64 + 32)
  })
})

describe('stopping', () => {
  it('waits for what is under way, and gives the rest back to the store', async () => {
    const it = await setUp({ inFlightPerLane: 2 })
    await it.lane('a')
    await it.queue('a', 10)
    await it.dispatcher.start()
    await it.until(() => it.running.length === 2)
    const stopped = it.dispatcher.stop()
    await Promise.all(it.running.slice().map((attempt) => attempt.end()))
    await stopped
    expect(it.started).toHaveLength(2)
    const id = it.lanes.get('a') as ConfigurationId
    expect(await it.world.claim(id)).toHaveLength(8)
  })
})
