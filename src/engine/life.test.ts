import { describe, expect, it } from 'vitest'
import { changed } from '../../test/support/outdated-once.ts'
import { setStage } from '../../test/support/stage.ts'
import type { Store } from '../store/contract/store.ts'
import { Life } from './life.ts'
import { tellAll } from './observer.ts'

const lifeMs = 30_000
/** An attempt, and the same with the margin around it. */
const [attemptMs, neededMs] = [10_000, 13_000]

/** A node whose clocks and store are set by the test. */
async function setUp({ renewLife = null as (() => Promise<number | null>) | null } = {}) {
  const it = { monotonic: 5_000, wall: 900_000, store: 700_000, dropped: 0, recovered: 0, said: [] as string[] }
  const store = {
    now: async () => it.store,
    renewLife: renewLife ?? (async (): Promise<number | null> => it.store + lifeMs),
  }
  const life = new Life({
    store,
    observer: { ...tellAll([]), trouble: (what) => void it.said.push(what) },
    attemptMs,
    lost: () => void it.dropped++,
    recover: async () => void it.recovered++,
    monotonic: () => it.monotonic,
    wall: () => it.wall,
  })
  await life.start()
  await life.stop()
  return { it, life, store }
}

describe('an attempt may begin', () => {
  it.each(['monotonic', 'wall'] as const)('while it ends within the life by both clocks: %s', async (clock) => {
    const { it, life } = await setUp()
    it[clock] += lifeMs - neededMs - 1
    expect(life.mayBegin()).toBe(true)
    it[clock] += 1
    expect(life.mayBegin()).toBe(false)
    await life.renewOnce()
    expect(life.mayBegin()).toBe(true)
    expect(it.dropped).toBe(0)
  })

  it('only if it ends within the life by the store, even after a slow answer of the store', async () => {
    const { it, life, store } = await setUp()
    store.renewLife = async () => {
      const until = it.store + lifeMs
      it.monotonic += lifeMs - neededMs
      return until
    }
    await life.renewOnce()
    expect(life.mayBegin()).toBe(false)
  })

  it('always if the life does not end', async () => {
    const { it, life } = await setUp({ renewLife: async () => Number.POSITIVE_INFINITY })
    it.wall = Number.MAX_SAFE_INTEGER
    expect(life.mayBegin()).toBe(true)
  })
})

describe('a renewal', () => {
  it('that fails leaves the life unchanged, and is reported as trouble', async () => {
    const { it, life, store } = await setUp()
    store.renewLife = () => Promise.reject(new Error('The store is away.'))
    await life.renewOnce()
    expect([life.mayBegin(), it.dropped, it.said]).toEqual([true, 0, ['renewing the life of this node']])
    it.monotonic += lifeMs - neededMs
    expect(life.mayBegin()).toBe(false)
  })

  it('of a lost life drops the claims in memory, and the next renewal begins a new life', async () => {
    const { it, life, store } = await setUp()
    const { renewLife } = store
    store.renewLife = async () => null
    await life.renewOnce()
    expect([life.mayBegin(), it.dropped]).toEqual([false, 1])
    store.renewLife = renewLife
    await life.renewOnce()
    expect([life.mayBegin(), it.dropped]).toEqual([true, 1])
  })

  it('gives back the claims of dead nodes', async () => {
    const { it, life } = await setUp()
    await life.renewOnce()
    expect(it.recovered).toBe(1)
  })
})

it('a node whose life is too short for an attempt accepts events, and sends them after a renewal', async () => {
  let forMs = 1_000
  const storeAs = (store: Store) => changed(store, { renewLife: async () => (await store.now()) + forMs })
  const stage = await setStage({}, { storeAs })
  const site = await stage.receiver()
  await stage.configure(site.url, ['PURCHASE_APPROVED'])
  await stage.report('PURCHASE_APPROVED', 'HP1')
  await stage.delivery('transaction=HP1', ({ state }) => state === 'queued')
  expect([site.arrived, stage.postback.engine.load.inWindow]).toEqual([[], 0])
  forMs = 60_000
  await site.arrivals(1)
})
