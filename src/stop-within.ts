/** When a stop gives up waiting. */
export interface StopDeadlines {
  /** For requests that callers have begun. */
  readonly callers: AbortSignal
  /** For attempts under way. */
  readonly attempts: AbortSignal
}

export interface StopStep {
  /** As it is said when stopping takes too long. */
  readonly what: string
  readonly stop: (deadlines: StopDeadlines) => Promise<unknown> | unknown
}

/** A caller that has begun a request sends the rest of it at once, or is not worth the time of the attempts. */
const callersShare = 1 / 4
/** Kept for the end: what was cut off is given back, and the store is closed. */
const endMs = 1_000
const endShare = 1 / 4

/**
 * Stops one after the other, within a time. One that fails keeps none of the others from being stopped.
 * @param overdue called when the time is over before the steps are, with the step that is waited for; then nothing is waited for
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
    // What fails after the time is over has been given up already.
    await Promise.race([stopAll(), over.promise])
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}
