/** A signal that ends when the caller's own does, or when the time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal
  /** @param reason made when the time is up: what the signal ends with */
  start(milliseconds: number, reason: () => unknown): void
  /** The time counts no more; the caller's signal still does. */
  stop(): void
  /** Lets go of the caller's signal. */
  end(): void
}

/** Timers cannot count further; longer than that is without limit. */
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
