import { rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { outcomeOf, World } from '../../../test/conformance/world.ts'
import { newDataDirectory } from '../../../test/support/data-directory.ts'
import { eventually } from '../../../test/support/harness.ts'
import { noStatedLimit } from '../../domain/configuration.ts'
import type { ConfigurationId } from '../../domain/ids.ts'
import type { Claim } from '../../store/contract/work.ts'
import { SqliteStore } from '../../store/sqlite.ts'
import { type AttemptEnd, Dispatcher, type DispatchLimits, type Turn } from './dispatcher.ts'
import type { Route } from './lane.ts'

/** The dispatcher on a real store, with attempts that the test ends. */

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

interface Running {
  readonly claim: Claim
  readonly turn: Turn
  end(how?: Partial<AttemptEnd> & { pausedUntil?: number }): Promise<void>
  /** A fault of our own: nothing was sent. */
  giveBack(restMs: number): Promise<void>
}

const answered: AttemptEnd = { answer: 'yes', overloaded: false, durationMs: 10, dueAt: null }
const timedOut: Partial<AttemptEnd> = { answer: 'none', overloaded: true, durationMs: 15_000 }

async function setUp(limits: Partial<DispatchLimits> = {}) {
  const directory = newDataDirectory()
  cleanUp.push(() => rmSync(directory, { recursive: true }))
  const store = new SqliteStore({ directory })
  await store.start()
  cleanUp.push(() => store.stop())
  const world = await World.begin(store)
  const routes = new Map<ConfigurationId, Route>()
  const running: Running[] = []
  const started: string[] = []
  const dispatcher = new Dispatcher({
    store,
    slots: { write() {} },
    clock: { now: () => world.now },
    limits: {
      inFlight: 100,
      inFlightPerHost: { usual: 8, most: 8 },
      inFlightPerLane: { few: 8, usual: 8, most: 8 },
      ...limits,
    },
    routeOf: ({ configurationId }) => routes.get(configurationId as ConfigurationId) ?? null,
    settle() {},
    mayBegin: () => true,
    loopLoad: () => 0,
    attempt(claim, turn) {
      const { promise, resolve } = Promise.withResolvers<AttemptEnd>()
      started.push(nameOf(claim))
      const attempt: Running = {
        claim,
        turn,
        async end({ pausedUntil, ...how } = {}) {
          running.splice(running.indexOf(attempt), 1)
          const statedLimit = pausedUntil ? { pausedUntil, perSecond: 1 } : null
          turn.heard(pausedUntil === undefined, pausedUntil ?? null)
          const outcome = statedLimit ? 'rejected' : 'delivered'
          const { delivery } = await world.record(outcomeOf(claim.delivery, { at: world.now, outcome, statedLimit }))
          resolve({ ...answered, dueAt: delivery.dueAt, ...how })
          await promise
        },
        async giveBack(restMs) {
          running.splice(running.indexOf(attempt), 1)
          turn.standBack(restMs)
          await store.giveBack([claim], world.now)
          resolve({ ...answered, answer: null, dueAt: world.now + restMs })
          await promise
        },
      }
      running.push(attempt)
      return promise
    },
  })
  const lanes = new Map<string, ConfigurationId>()
  const nameOf = ({ delivery }: Claim) => [...lanes].find(([, id]) => id === delivery.configurationId)?.[0] ?? '?'
  const laneOf = (name: string) => ({
    accountId: 'acc_producer',
    configurationId: lanes.get(name) as ConfigurationId,
  })

  return {
    world,
    store,
    dispatcher,
    running,
    /** The lanes of the attempts so far, in the order in which they began. */
    started,
    lanes,
    routes,
    laneOf,
    /** @param answers whether its receiver is known to answer */
    async lane(name: string, host = 'one.example', { answers = true, maxPerSecond = null as number | null } = {}) {
      const { id } = await world.configuration({ name })
      lanes.set(name, id)
      routes.set(id, { url: `https://${host}/`, host, maxPerSecond, answers, statedLimit: noStatedLimit })
    },
    /** `count` deliveries come due, each of another sale. */
    async queue(name: string, count: number) {
      const to = lanes.get(name) as ConfigurationId
      for (let i = 0; i < count; i++) await world.deliver({ to })
      dispatcher.noteDue(laneOf(name), world.now)
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

describe('while we have run out of something that every attempt needs', () => {
  it('no attempt begins in any lane, and afterwards all lanes continue', async () => {
    const it = await setUp()
    for (const name of ['a', 'b']) await it.lane(name)
    for (const name of ['a', 'b']) await it.queue(name, 12)
    await it.start()
    await it.until(() => it.running.length === 8)
    const turn = it.running[0]?.turn
    turn?.rest(3_600_000)
    for (const attempt of it.running.slice()) await attempt.end()
    await it.queue('b', 1)
    await it.until(() => it.dispatcher.load.inFlight === 0)
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(it.started).toHaveLength(8)
    turn?.rest(1)
    await it.until(() => it.started.length > 8)
  })

  it('the dispatcher can be stopped', async () => {
    const it = await setUp()
    await it.lane('a')
    await it.queue('a', 10)
    await it.start()
    await it.until(() => it.running.length === 8)
    it.running[0]?.turn.rest(3_600_000)
    const stopped = it.dispatcher.stop()
    for (const attempt of it.running.slice()) await attempt.end()
    await stopped
    expect(await it.store.gauge(it.world.now, [])).toMatchObject({ queued: 2 })
  })
})

describe('a delivery that a person cancels', () => {
  it('is not claimed again while it is being cancelled', async () => {
    const it = await setUp({ inFlightPerLane: { few: 1, usual: 1, most: 1 } })
    await it.lane('a')
    const to = it.lanes.get('a') as ConfigurationId
    const [, second] = [await it.world.deliver({ to }), await it.world.deliver({ to })]
    it.store.watch((change) => change.kind === 'due' && it.dispatcher.noteDue(change.lane, change.at))
    await it.start()
    await it.until(() => it.running.length === 1 && it.dispatcher.load.inWindow === 1)
    const stopped = await it.dispatcher.inStore(String(to), second.id, () =>
      it.store.cancel('acc_producer', second.id, 'manual', 'ana', it.world.now),
    )
    expect(stopped).toMatchObject({ state: 'cancelled' })
    await it.running[0]?.end()
    await it.until(() => it.dispatcher.load.inFlight === 0)
    expect(it.started).toHaveLength(1)
  })
})

describe('an attempt that was given back', () => {
  it('is made again after a rest, and later deliveries of its subject wait for it', async () => {
    const it = await setUp()
    await it.lane('a')
    const to = it.lanes.get('a') as ConfigurationId
    const [first, second] = [
      await it.world.deliver({ to, transaction: 'HP1' }),
      await it.world.deliver({ to, transaction: 'HP1' }),
    ]
    it.store.watch((change) => change.kind === 'due' && it.dispatcher.noteDue(change.lane, change.at))
    await it.start()
    await it.until(() => it.running.length === 1 && it.dispatcher.load.inWindow === 1)
    await it.running[0]?.giveBack(1_000)
    await it.until(() => it.dispatcher.load.inWindow === 0)
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(it.running).toEqual([])
    it.world.now += 1_000
    await it.until(() => it.running.length === 1)
    expect(it.running[0]?.claim.id).toBe(first.id)
    await it.running[0]?.end()
    await it.until(() => it.running[0]?.claim.id === second.id)
  })
})

describe('a host', () => {
  it('is shared in turn: a lane that was just served stands behind those that wait', async () => {
    const it = await setUp({ inFlightPerHost: { usual: 4, most: 4 } })
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

  it('gives a lane at most a quarter of its places while others wait, and all of them to a lane that is alone', async () => {
    const it = await setUp()
    await it.lane('greedy')
    await it.lane('late')
    await it.queue('greedy', 40)
    await it.start()
    await it.until(() => it.running.length === 8)
    expect(it.inFlight('greedy')).toBe(8)
    await it.queue('late', 10)
    await it.until(() => it.dispatcher.load.inWindow === 32 + 10)
    // The first two places that come free go to the lane that waits.
    for (const inFlight of [1, 2]) {
      await it.running.find(({ claim }) => claim.delivery.configurationId === it.lanes.get('greedy'))?.end()
      await it.until(() => it.inFlight('late') === inFlight)
    }
    for (let i = 0; i < 4; i++) {
      await it.running.find(({ claim }) => claim.delivery.configurationId === it.lanes.get('greedy'))?.end()
    }
    // Above its share each lane takes what the others cannot use.
    await it.until(() => it.running.length === 8 && it.inFlight('late') >= 3)
  })

  it('that is full does not hold up lanes of another host', async () => {
    const it = await setUp({ inFlightPerHost: { usual: 2, most: 2 } })
    await it.lane('full', 'one.example')
    await it.lane('free', 'two.example')
    await it.queue('full', 5)
    await it.start()
    await it.until(() => it.running.length === 2)
    await it.queue('free', 2)
    await it.until(() => it.inFlight('free') === 2)
  })
})

const few = { few: 2, usual: 8, most: 16 }

describe('a lane', () => {
  it('whose receiver struggles makes fewer and fewer attempts at once, and more again with each answer', async () => {
    const it = await setUp()
    await it.lane('slow')
    await it.queue('slow', 100)
    await it.start()
    await it.until(() => it.running.length === 8)
    while (it.running.length > 2) await it.running[0]?.end({ overloaded: true })
    await it.running[0]?.end({ overloaded: true })
    await it.until(() => it.running.length === 2)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 3)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 4)
  })

  it('whose receiver is unknown begins with few, and doubles with each answer', async () => {
    const it = await setUp({ inFlightPerHost: { usual: 64, most: 64 }, inFlightPerLane: few })
    await it.lane('new', 'one.example', { answers: false })
    await it.queue('new', 100)
    await it.start()
    await it.until(() => it.running.length === 2)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 4)
    await it.running[0]?.end()
    await it.until(() => it.running.length === 8)
  })

  it('goes above the usual limit while answers are fast, up to its maximum', async () => {
    const it = await setUp({ inFlightPerHost: { usual: 16, most: 32 }, inFlightPerLane: few })
    await it.lane('fast')
    await it.queue('fast', 200)
    await it.start()
    for (const expected of [2, 4, 8, 9, 10, 11]) {
      await it.until(() => it.running.length === expected)
      await it.running[0]?.end()
    }
    await it.until(() => it.running.length === 12)
    // Slow answers bring it back to the usual limit.
    for (let i = 0; i < 8; i++) await it.running[0]?.end({ durationMs: 900 })
    await it.until(() => it.running.length === 8)
    for (let ended = 0; ended < 20; ended++) {
      await it.running[0]?.end()
      await it.until(() => it.running.length >= 8)
    }
    await it.until(() => it.running.length === 16)
  })

  it('does not grow while it stays below its limit', async () => {
    const it = await setUp({ inFlightPerHost: { usual: 16, most: 32 }, inFlightPerLane: few })
    await it.lane('quiet')
    await it.start()
    for (let sale = 0; sale < 20; sale++) {
      await it.queue('quiet', 1)
      await it.until(() => it.running.length === 1)
      await it.running[0]?.end()
    }
    // On the day its receiver hangs it takes two places, not sixteen.
    await it.queue('quiet', 50)
    await it.until(() => it.running.length === 2)
    await it.until(() => it.dispatcher.load.inWindow > 2)
    expect(it.running.length).toBe(2)
  })

  it('whose receiver hangs keeps little in memory, even with a long backlog', async () => {
    const it = await setUp({ inFlightPerLane: few })
    await it.lane('hanging', 'one.example', { answers: false })
    await it.queue('hanging', 300)
    await it.start()
    await it.until(() => it.running.length === 2)
    expect(it.dispatcher.load.inWindow).toBeLessThanOrEqual(8)
    for (let i = 0; i < 6; i++) {
      await it.running[0]?.end(timedOut)
      await it.until(() => it.running.length === 2)
      expect(it.dispatcher.load.inWindow).toBeLessThanOrEqual(8)
    }
  })

  it('waits as long as its receiver asked for, gives back its claims, and begins again with one', async () => {
    const it = await setUp({ inFlightPerLane: few })
    await it.lane('limited')
    await it.lane('other', 'two.example')
    await it.queue('limited', 30)
    await it.start()
    await it.until(() => it.running.length === 2)
    for (let i = 0; i < 5; i++) await it.running[0]?.end()
    await it.until(() => it.running.length === 8)
    const until = it.world.now + 60
    await it.running[0]?.end({ pausedUntil: until, answer: 'other', overloaded: true })
    while (it.running.length > 0) await it.running[0]?.end({ pausedUntil: until, answer: 'other', overloaded: true })
    await it.until(() => it.dispatcher.load.inWindow === 0)
    expect(it.dispatcher.slowLanes()).toMatchObject([{ lane: it.laneOf('limited'), reason: 'paused' }])
    await it.queue('other', 1)
    await it.until(() => it.inFlight('other') === 1)
    expect(it.inFlight('limited')).toBe(0)
    it.world.now = until
    await it.until(() => it.inFlight('limited') === 1)
    await it.queue('other', 1)
    await it.until(() => it.inFlight('other') === 2)
    expect(it.inFlight('limited')).toBe(1)
  })

  it('gives back its claims and waits when its receiver has asked another node to wait, and continues by itself', async () => {
    const it = await setUp({ inFlightPerLane: { few: 1, usual: 1, most: 1 } })
    await it.lane('limited')
    await it.queue('limited', 3)
    await it.start()
    await it.until(() => it.running.length === 1 && it.dispatcher.load.inWindow > 0)
    const pausedUntil = it.world.now + 60
    it.dispatcher.obey(it.laneOf('limited'), { pausedUntil, perSecond: 1 })
    expect(it.dispatcher.slowLanes()).toMatchObject([{ lane: it.laneOf('limited'), reason: 'paused' }])
    await it.until(() => it.dispatcher.load.inWindow === 0)
    await it.running[0]?.end()
    expect(it.started).toHaveLength(1)
    it.world.now = pausedUntil
    await it.until(() => it.started.length === 2)
  })

  it('takes its turn among all lanes when every place is taken', async () => {
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
  it('holds few of a backlog of large bodies, and takes more as they are sent', { timeout: 120_000 }, async () => {
    const it = await setUp({ inFlight: 2 })
    await it.lane('a')
    const to = it.lanes.get('a') as ConfigurationId
    const text = 'x'.repeat(1_000_000)
    for (let i = 0; i < 24; i++) await it.world.acceptMany(5, { to, text })
    await it.start()
    let most = 0
    while (it.started.length < 120) {
      await it.until(() => it.running.length > 0)
      most = Math.max(most, it.dispatcher.load.inWindow)
      await it.running[0]?.end()
    }
    // An account's quarter of the window, 16 MiB, and the rest of the claim that filled it.
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(17 + 5)
  })
})

describe('an account', () => {
  it('keeps no lag of a delivery that lined up here and was then not stored', async () => {
    const it = await setUp({ inFlight: 1 })
    for (const name of ['large', 'other']) await it.lane(name)
    await it.queue('other', 1)
    await it.start()
    await it.until(() => it.running.length === 1)
    await it.running[0]?.end()
    const to = it.lanes.get('large') as ConfigurationId
    const text = 'x'.repeat(1_000_000)
    for (let i = 0; i < 5; i++) await it.world.acceptMany(5, { to, text })
    it.dispatcher.noteDue(it.laneOf('large'), it.world.now)
    // The account's part of the window is full, so a new one lines up in the store. Its commit fails: the store lacks it.
    await it.until(() => it.dispatcher.load.inWindow >= 16)
    expect(it.dispatcher.reserve(it.laneOf('other'))).toBe(false)
    for (let ended = 0; ended < 25; ended++) {
      await it.until(() => it.running.length > 0)
      await it.running[0]?.end()
    }
    it.world.now += 60_000
    await it.until(() => it.dispatcher.slowLanes().length === 0 && !it.dispatcher.lags.get('acc_producer'))
    await it.until(() => it.dispatcher.reserve(it.laneOf('other')))
    it.dispatcher.unreserve(it.laneOf('other').configurationId)
  })

  it('whose silent lanes have a long backlog still has room in memory for its answering lane', async () => {
    const it = await setUp({ inFlight: 4, inFlightPerLane: few })
    await it.lane('healthy', 'two.example')
    await it.start()
    await it.queue('healthy', 1)
    await it.until(() => it.running.length === 1)
    await it.running[0]?.end()
    const text = 'x'.repeat(500_000)
    for (let i = 0; i < 60; i++) {
      await it.lane(`silent ${i}`, `${i}.example`, { answers: false })
      const to = it.lanes.get(`silent ${i}`) as ConfigurationId
      await it.world.acceptMany(2, { to, text })
      it.dispatcher.noteDue(it.laneOf(`silent ${i}`), it.world.now)
    }
    await it.until(() => it.dispatcher.load.inWindow >= 16)
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(it.dispatcher.reserve(it.laneOf('healthy'))).toBe(true)
    it.dispatcher.unreserve(it.laneOf('healthy').configurationId)
    await it.queue('healthy', 2)
    await it.until(() => it.inFlight('healthy') === 2)
  })

  it('lets each of its silent lanes begin, even with large posts', async () => {
    const it = await setUp({ inFlight: 1_024, inFlightPerLane: few })
    const text = 'x'.repeat(500_000)
    await it.start()
    for (let i = 0; i < 60; i++) {
      await it.lane(`silent ${i}`, `${i}.example`, { answers: false })
      const to = it.lanes.get(`silent ${i}`) as ConfigurationId
      await it.world.acceptMany(4, { to, text })
      it.dispatcher.noteDue(it.laneOf(`silent ${i}`), it.world.now)
    }
    await it.until(() => it.running.length === 120)
    await it.until(() => it.dispatcher.load.inWindow === 0)
  })
})

describe('stopping', () => {
  it('waits for attempts under way, and gives the rest back to the store', async () => {
    const it = await setUp({ inFlightPerLane: { few: 2, usual: 2, most: 2 } })
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
