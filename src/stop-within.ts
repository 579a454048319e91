/** When to stop waiting. */
export interface StopDeadlines {
  /** For requests that callers have begun. */
  readonly callers: AbortSignal
  /** For attempts under way. */
  readonly attempts: AbortSignal
}

export interface StopStep {
  /** The name of the step, for the message that stopping takes too long. */
  readonly what: string
  readonly stop: (deadlines: StopDeadlines) => Promise<unknown> | unknown
}

/** A caller that has begun a request sends the rest at once; a slower one must not take time from the attempts. */
const callersShare = 1 / 4
/** Kept for the end: attempts that were cut off are returned to the store, and the store is closed. */
const endMs = 1_000
const endShare = 1 / 4

/**
 * Runs the steps one after another, within a time. A step that fails does not keep the others from running.
 * @param overdue called with the current step when the time is over; no step is waited for after that
 */
export async function stopWithin(timeoutMs: number, steps: readonly StopStep[], overdue: (what: string) => void) {
  const [callers, attempts] = [new AbortController(), new AbortController()]
  const deadlines = { callers: callers.signal, attempts: attempts.signal }
  const over = Promise.withResolvers<void>()
  let current = ''
  const timers = [
    setTimeout(() => callers.abort(), timeoutMs * callersShare),
    setTimeout(() => attempts.abort(), timeoutMs - Math.min(endMs, timeoutMs * endShare)),
    setTimeout(() => {
      overdue(current)
      over.resolve()
    }, timeoutMs),
  ]
  const stopAll = async () => {
    const errors: unknown[] = []
    for (const { what, stop } of steps) {
      current = what
      try {
        await stop(deadlines)
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
  try {
    // Errors after the time is over belong to steps that were already given up.
    await Promise.race([stopAll(), over.promise])
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}
