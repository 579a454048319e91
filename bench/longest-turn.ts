import { machineTime } from './machine-time.ts'

const lookEveryMs = 1

/** Milliseconds of one turn of the event loop. */
export interface Turn {
  /** CPU time of this thread: the cost of the turn, independent of other load on the machine. */
  readonly cpuMs: number
  /** Wall time, including waits for disk and CPU. */
  readonly wallMs: number
}

/** The longest turn of this process's event loop. All other requests wait for it. */
export class LongestTurn {
  #timer: NodeJS.Timeout | undefined
  #longest: Turn = { cpuMs: 0, wallMs: 0 }
  #last: Turn = { cpuMs: 0, wallMs: 0 }

  start() {
    clearInterval(this.#timer)
    this.#longest = { cpuMs: 0, wallMs: 0 }
    this.#last = now()
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
  }

  /** The longest turn since `start`. */
  stop(): Turn {
    this.#look()
    clearInterval(this.#timer)
    return this.#longest
  }

  #look() {
    const at = now()
    this.#longest = {
      cpuMs: Math.max(this.#longest.cpuMs, at.cpuMs - this.#last.cpuMs),
      wallMs: Math.max(this.#longest.wallMs, at.wallMs - this.#last.wallMs),
    }
    this.#last = at
  }
}

function now(): Turn {
  const { user, system } = process.threadCpuUsage()
  return { cpuMs: (user + system) / 1000, wallMs: machineTime() }
}
