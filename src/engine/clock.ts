import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** One clock for the whole process: time that never runs backwards, in integer milliseconds since 1970. */
export interface Clock {
  now(): number
}

/** For measuring durations: milliseconds with fractions, from an arbitrary start. */
export function monotonicMs(): number {
  return performance.now()
}

/** The wall clock of this machine. It keeps counting while the machine sleeps, and may be set. */
export function wallMs(): number {
  return Date.now()
}

const measureEveryMs = 30_000
/** Of a clock that is ahead, until time has caught up. At half, a retry waits at most twice as long; less would gain little. */
const catchUpSpeed = 0.5

/** How long the machine has been up, and since which boot. It counts during sleep, and ignores changes of the clock. */
export interface Uptime {
  readonly boot: string
  readonly upMs: number
}

/** Where time comes from: this machine, except in tests. */
export interface TimeSource {
  /** Milliseconds since 1970 by the store's clock: may jump either way. */
  readonly storeTime: () => Promise<number>
  /** Milliseconds from an arbitrary start: never runs backwards. */
  readonly monotonic: () => number
  /** Absent: this machine's. */
  readonly uptime?: () => Uptime
}

const boot = bootId()
const uptimeOfMachine = (): Uptime => ({ boot, upMs: Math.round(uptime() * 1000) })
const thisMachine: TimeSource = { storeTime: async () => Date.now(), monotonic: () => performance.now() }

/** Linux has an id for each boot. Elsewhere each process counts as a new boot. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return randomUUID()
  }
}

/**
 * Monotonic time plus an offset to the store's clock, measured at start and every 30 s. A machine whose wall clock jumps, or
 * several machines that disagree, still order events by one time: the store's. A measurement that would put the clock back slows
 * it down instead.
 */
export class SteadyClock implements Clock {
  readonly #source: TimeSource
  /** The last measurement, at a monotonic moment: from there the clock follows `offset`, but not below half speed from `now`. */
  #measured: { readonly at: number; readonly offset: number; readonly now: number } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(source: TimeSource = thisMachine) {
    this.#source = source
  }

  async start() {
    await this.measure()
    // A failed measurement keeps the offset: an old one beats none.
    this.#timer = setInterval(() => void this.measure().catch(() => {}), measureEveryMs)
    this.#timer.unref()
  }

  stop() {
    clearInterval(this.#timer)
  }

  now(): number {
    return Math.floor(this.#timeAt(this.#source.monotonic()))
  }

  uptime(): Uptime {
    return (this.#source.uptime ?? uptimeOfMachine)()
  }

  /** Reads the store's time, and follows it from now on. */
  async measure() {
    const before = this.#source.monotonic()
    const storeTime = await this.#source.storeTime()
    const at = this.#source.monotonic()
    const offset = storeTime - (before + at) / 2
    this.#measured = { at, offset, now: this.#measured ? this.#timeAt(at) : at + offset }
  }

  #timeAt(monotonic: number): number {
    if (!this.#measured) throw new Error('The clock has not been started.')
    const { at, offset, now } = this.#measured
    return Math.max(monotonic + offset, now + (monotonic - at) * catchUpSpeed)
  }
}
