export const ranges = ['24h', '7d', '30d'] as const
export type Range = (typeof ranges)[number]

export interface Span {
  readonly range: Range
  readonly interval: 'hour' | 'day'
  readonly stepMs: number
  /** RFC 3339: of the first interval. */
  readonly from: string
  /** RFC 3339: of the posts that are counted, as the history counts the same period back from now. */
  readonly since: string
  /** When each interval begins, oldest first: the last one is still running. */
  readonly starts: readonly number[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const lengths = {
  '24h': { interval: 'hour', stepMs: hourMs, steps: 24 },
  '7d': { interval: 'day', stepMs: dayMs, steps: 7 },
  '30d': { interval: 'day', stepMs: dayMs, steps: 30 },
} as const satisfies Record<Range, unknown>

/** Whole hours or days, as the figures are kept: they begin when the UTC hour or day does. */
export function spanOf(range: Range, now: number): Span {
  const { interval, stepMs, steps } = lengths[range]
  const last = now - (now % stepMs)
  const starts = Array.from({ length: steps }, (_, index) => last - (steps - 1 - index) * stepMs)
  const since = Math.floor((now - steps * stepMs) / minuteMs) * minuteMs
  const [from, counted] = [new Date(starts[0] ?? last), new Date(since)]
  return { range, interval, stepMs, from: from.toISOString(), since: counted.toISOString(), starts }
}
