import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start as epoch, World } from '../../test/conformance/world.ts'
import { newDataDirectory } from '../../test/support/data-directory.ts'
import type { EventId } from '../domain/ids.ts'
import { SqliteStore } from '../store/sqlite.ts'
import { Housekeeping } from './housekeeping.ts'
import { type Observer, tellAll } from './observer.ts'
import { TrustedClock } from './trusted-clock.ts'

const [hour, day] = [3_600_000, 86_400_000]

/** A machine with a clock that can be set, and a store on it with one event. */
let machine: { at: number; boot: string; upMs: number }
let directory: string
let store: SqliteStore
let event: EventId
const said: string[] = []
const running: Housekeeping[] = []

beforeEach(async () => {
  machine = { at: epoch, boot: 'first', upMs: 40 * day }
  directory = newDataDirectory()
  said.length = 0
  store = new SqliteStore({ directory })
  await store.start()
  event = (await (await World.begin(store)).accept()).event.id
})
afterEach(async () => {
  for (const housekeeping of running.splice(0)) await housekeeping.stop()
  await store.stop()
  rmSync(directory, { recursive: true })
})

function pass(ms: number) {
  machine.at += ms
  machine.upMs += ms
}

function set(ms: number) {
  machine.at += ms
}

/** The machine is off for `ms`. */
function switchOff(ms: number) {
  machine = { at: machine.at + ms, boot: `after ${machine.boot}`, upMs: 0 }
}

async function serve({ clockIsRight = false, historyDays = 60 } = {}) {
  const observer: Observer = { ...tellAll([]), trouble: (what, error) => void said.push(`${what}: ${error}`) }
  const clock = { now: () => machine.at }
  const uptime = () => ({ boot: machine.boot, upMs: machine.upMs })
  const historyMs = historyDays * day
  const trustedClock = new TrustedClock({ store, clock, uptime, observer, historyMs, isRight: clockIsRight })
  let hourly = 0
  const housekeeping = new Housekeeping({
    store,
    clock,
    trustedClock,
    observer,
    historyDays,
    hourly: async () => void hourly++,
  })
  await housekeeping.start()
  running.push(housekeeping)
  return {
    get isDoubted() {
      return trustedClock.isDoubted
    },
    get hourly() {
      return hourly
    },
    /** Whether the event is still there after a round. */
    async keeps() {
      await housekeeping.runOnce()
      return (await store.getEvent(event)) !== null
    },
  }
}

const clockSaid = expect.stringMatching(/^clock: .* --clock-is-right/)

describe('housekeeping', () => {
  it('forgets events older than the history', async () => {
    const server = await serve()
    pass(59 * day)
    expect(await server.keeps()).toBe(true)
    pass(2 * day)
    expect(await server.keeps()).toBe(false)
    expect(said).toEqual([])
  })

  it('forgets nothing once the clock jumped ahead by over 6 hours, even after a restart, and logs it once per start', async () => {
    const server = await serve()
    set(61 * day)
    expect(await server.keeps()).toBe(true)
    pass(day)
    expect(await server.keeps()).toBe(true)
    expect(server.isDoubted).toBe(true)
    expect(said).toEqual([clockSaid])
    const again = await serve()
    expect(again.isDoubted).toBe(true)
    expect(await again.keeps()).toBe(true)
    expect(said).toEqual([clockSaid, clockSaid])
  })

  it('trusts the clock after a start with --clock-is-right', async () => {
    await serve()
    set(61 * day)
    expect(await (await serve({ clockIsRight: true })).keeps()).toBe(false)
    pass(hour)
    expect((await serve()).isDoubted).toBe(false)
    expect(said).toEqual([])
  })

  it('resumes by itself when the clock is put right', async () => {
    const server = await serve()
    set(400 * day)
    expect(await server.keeps()).toBe(true)
    set(-400 * day)
    pass(hour)
    expect(await server.keeps()).toBe(true)
    expect(server.isDoubted).toBe(false)
    pass(61 * day)
    expect(await server.keeps()).toBe(false)
  })

  it('does its other hourly work while the clock is doubted too', async () => {
    const server = await serve()
    set(61 * day)
    await server.keeps()
    expect(server.hourly).toBe(1)
  })

  it.each([
    { what: 'was set ahead by 6 hours', happen: () => set(6 * hour), doubted: false },
    {
      what: 'was set ahead by 6 hours and a second',
      happen: () => set(6 * hour + 1_000),
      doubted: true,
    },
    { what: 'was put back by a year', happen: () => set(-365 * day), doubted: false },
    { what: 'ran on while Postback was stopped for a month', happen: () => pass(30 * day), doubted: false },
    { what: 'ran on over a weekend with the machine off', happen: () => switchOff(65 * hour), doubted: false },
    { what: 'is more than a week ahead after a boot', happen: () => switchOff(7 * day + 1), doubted: true },
    {
      what: 'ran on with the machine off for a day, then on for a month',
      happen() {
        switchOff(day)
        pass(30 * day)
      },
      doubted: false,
    },
    {
      what: 'stood still over a weekend with the machine off and was put right soon afterwards',
      async happen() {
        switchOff(0)
        await (await serve()).keeps()
        pass(60_000)
        set(65 * hour)
      },
      doubted: false,
    },
    {
      what: 'began in 2000 after a boot and was put right soon afterwards',
      async happen() {
        switchOff(Date.UTC(2000, 0) - machine.at)
        await (await serve()).keeps()
        pass(60_000)
        set(epoch - machine.at)
      },
      doubted: false,
    },
    {
      what: 'was set ahead some hours after a boot',
      async happen() {
        switchOff(0)
        pass(2 * hour)
        await (await serve()).keeps()
        set(65 * hour)
      },
      doubted: true,
    },
    {
      what: 'ran on while a container with its own uptime was restarted',
      happen() {
        machine.upMs = 0
      },
      doubted: false,
    },
  ] as { what: string; happen: () => void | Promise<void>; doubted: boolean }[])(
    'with a clock that $what: doubted $doubted',
    async ({ happen, doubted }) => {
      await serve()
      await happen()
      expect((await serve()).isDoubted).toBe(doubted)
    },
  )

  it('allows at most a quarter of the history for a machine that was off', async () => {
    await serve({ historyDays: 1 })
    switchOff(6 * hour)
    expect((await serve({ historyDays: 1 })).isDoubted).toBe(false)
    switchOff(6 * hour + 1)
    expect((await serve({ historyDays: 1 })).isDoubted).toBe(true)
  })

  it('measures from the newest row in a store of an earlier version, which has no trusted moment', async () => {
    machine.boot = 'another'
    machine.upMs = 0
    set(61 * day)
    const server = await serve()
    expect(await server.keeps()).toBe(true)
    expect(server.isDoubted).toBe(true)
  })
})
