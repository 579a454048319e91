/** A signal that aborts when the caller's signal does, or when the time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal
  /** @param reason called when the time is up; gives the abort reason */
  start(milliseconds: number, reason: () => unknown): void
  /** Stops the timer. The caller's signal still aborts. */
  stop(): void
  /** Removes the listener from the caller's signal. */
  end(): void
}

/** The longest delay of a timer. Longer limits count as no limit. */
const timerMaxMs = 2 ** 31 - 1

export function timeLimit(signal: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController()
  const forward = () => controller.abort(signal?.reason)
  if (signal?.aborted) forward()
  signal?.addEventListener('abort', forward, { once: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    signal: controller.signal,
    start(milliseconds, reason) {
      stop()
      if (milliseconds <= timerMaxMs) timer = setTimeout(() => controller.abort(reason()), milliseconds)
    },
    stop,
    end() {
      stop()
      signal?.removeEventListener('abort', forward)
    },
  }
}
