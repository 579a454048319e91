const hour = 3_600_000
const day = 24 * hour

/** The time on a machine: its clock, and the kernel's count since the machine was started. */
export interface Moment {
  readonly at: number
  /** Id of the machine's run: it changes with each start. */
  readonly boot: string
  /** Since that start, independent of the clock. It includes the time for which the machine slept. */
  readonly upMs: number
}

/** Clocks are corrected by minutes, and by an hour or two where they followed daylight saving. */
const jumpMostMs = 6 * hour
/** A weekend and some holidays. */
const offMostMs = 7 * day
const offShareOfHistory = 1 / 4

/** By then a machine has synchronised its clock. Many start with the time of their last shutdown, or with none. */
const settledMs = hour

export interface ClockJump {
  /** The time that passed by the clock and that the machine did not count. */
  readonly uncountedMs: number
  /** Whether the machine was started in between: it may have been switched off for that time. */
  readonly restarted: boolean
}

/**
 * Whether the clock has jumped ahead too far to be trusted. In one run of the machine every hour is counted. Over a restart, the
 * hours for which it was off are unknown: up to a week is accepted, but at most a quarter of the history. So a wrong clock can
 * cost no more than a quarter of the history.
 */
export function clockJump(last: Moment, now: Moment, historyMs: number): ClockJump | null {
  // A container may count from its own start, while the machine's run stays the same.
  const restarted = last.boot !== now.boot || now.upMs < last.upMs
  const uncountedMs = now.at - last.at - (restarted ? now.upMs : now.upMs - last.upMs)
  const mostMs = restarted ? Math.min(offMostMs, historyMs * offShareOfHistory) : jumpMostMs
  return uncountedMs > mostMs ? { uncountedMs, restarted } : null
}

/** Whether later moments may be compared with this one. */
export function isSettled(last: Moment | null, now: Moment): boolean {
  return last?.boot === now.boot || now.upMs >= settledMs
}
