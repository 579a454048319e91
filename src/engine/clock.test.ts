import { describe, expect, it } from 'vitest'
import { SteadyClock } from './clock.ts'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

/** A machine whose wall clock can be put forward and back. */
class Machine {
  wall = Date.UTC(2026, 0, 15, 12)
  up = 5_000
  readonly clock = new SteadyClock({ storeTime: async () => this.wall, monotonic: () => this.up })

  static async start(): Promise<Machine> {
    const machine = new Machine()
    await machine.clock.measure()
    return machine
  }

  pass(ms: number) {
    this.wall += ms
    this.up += ms
  }

  put(ms: number) {
    this.wall += ms
    return this.clock.measure()
  }

  /** Lets time pass and reads the clock every second. It measures as often as the clock itself does. */
  async live(ms: number): Promise<number[]> {
    const told: number[] = []
    for (let passed = 0; passed < ms; passed += second) {
      this.pass(second)
      if (passed % (30 * second) === 0) await this.clock.measure()
      told.push(this.clock.now())
    }
    return told
  }
}

function steps(told: readonly number[]): number[] {
  return told.slice(1).map((now, i) => now - (told[i] ?? 0))
}

describe('the clock', () => {
  it('shows the time of the store', async () => {
    const machine = await Machine.start()
    machine.pass(1_234)
    expect(machine.clock.now()).toBe(machine.wall)
  })

  it('follows at once when time has jumped ahead', async () => {
    const machine = await Machine.start()
    await machine.put(2 * hour)
    expect(machine.clock.now()).toBe(machine.wall)
  })

  it('runs at half speed, never back and never still, until time has caught up', async () => {
    const machine = await Machine.start()
    await machine.put(2 * hour)
    const ahead = machine.clock.now()
    await machine.put(-2 * hour)
    expect(machine.clock.now()).toBe(ahead)
    const told = await machine.live(4 * hour - minute)
    expect(new Set(steps(told))).toEqual(new Set([second / 2]))
    await machine.live(minute)
    expect(machine.clock.now()).toBe(machine.wall)
    expect(new Set(steps(await machine.live(minute)))).toEqual(new Set([second]))
  })

  it.each([-30 * day, -2 * hour, -second, -1, 0, 1, second, 30 * day])(
    'never goes back and never stands still for a second, when the wall clock jumps by %d ms',
    async (jump) => {
      const machine = await Machine.start()
      const told = [machine.clock.now()]
      for (const by of [jump, jump, -jump, jump]) {
        await machine.put(by)
        told.push(...(await machine.live(minute)))
      }
      expect(Math.min(...steps(told))).toBeGreaterThan(0)
    },
  )

  it('keeps to its last measurement when the store cannot be reached', async () => {
    let reachable = true
    let up = 0
    const clock = new SteadyClock({
      storeTime: () => (reachable ? Promise.resolve(9_000) : Promise.reject(new Error('away'))),
      monotonic: () => up,
    })
    await clock.measure()
    reachable = false
    up = 700
    await expect(clock.measure()).rejects.toThrow('away')
    expect(clock.now()).toBe(9_700)
  })
})
