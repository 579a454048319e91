const hour = 3_600_000
const day = 24 * hour

/** What a machine says of the time: what its clock shows, and what it has counted since it was started. */
export interface Moment {
  readonly at: number
  /** Which of the machine's runs: another one after each start of it. */
  readonly boot: string
  /** Since that start, whatever the clock was set to, and also while the machine slept. */
  readonly upMs: number
}

/** Clocks are put right by minutes, and by an hour or two where they followed daylight saving. */
const jumpMostMs = 6 * hour
/** Over a weekend and some holidays. */
const offMostMs = 7 * day
const offShareOfHistory = 1 / 4

/** By then a machine has asked others for the time. Many begin with that of the last time they were on, or with none. */
const settledMs = hour

export interface ClockJump {
  /** How much of the time that has passed by the clock the machine has not counted. */
  readonly uncountedMs: number
  /** Whether the machine was started in between: then it may have been switched off for so long. */
  readonly restarted: boolean
}

/**
 * Whether the clock has gone ahead further than can be believed. In one run of the machine every hour is counted. Over a start of
 * it, the hours for which it was off are not: up to a week is taken for that, if it is no more than a quarter of the history, so that
 * a clock that is wrong after all costs no more than that.
 */
export function clockJump(last: Moment, now: Moment, historyMs: number): ClockJump | null {
  // A container may count from its own start, in one run of the machine.
  const restarted = last.boot !== now.boot || now.upMs < last.upMs
  const uncountedMs = now.at - last.at - (restarted ? now.upMs : now.upMs - last.upMs)
  const mostMs = restarted ? Math.min(offMostMs, historyMs * offShareOfHistory) : jumpMostMs
  return uncountedMs > mostMs ? { uncountedMs, restarted } : null
}

/** Whether what comes later may be measured by this moment. */
export function isSettled(last: Moment | null, now: Moment): boolean {
  return last?.boot === now.boot || now.upMs >= settledMs
}
