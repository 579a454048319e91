export const overviewRanges = ['24h', '7d', '30d'] as const
export type OverviewRange = (typeof overviewRanges)[number]

export interface Span {
  readonly range: OverviewRange
  readonly interval: 'hour' | 'day'
  /** RFC 3339. */
  readonly from: string
  /** When each interval begins, oldest first: the last one is still running. */
  readonly starts: readonly number[]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const lengths = {
  '24h': { interval: 'hour', stepMs: hourMs, steps: 24 },
  '7d': { interval: 'day', stepMs: dayMs, steps: 7 },
  '30d': { interval: 'day', stepMs: dayMs, steps: 30 },
} as const satisfies Record<OverviewRange, unknown>

/** Whole hours or days, as the figures are kept: they begin when the UTC hour or day does. */
export function spanOf(range: OverviewRange, now: number): Span {
  const { interval, stepMs, steps } = lengths[range]
  const last = now - (now % stepMs)
  const starts = Array.from({ length: steps }, (_, index) => last - (steps - 1 - index) * stepMs)
  return { range, interval, from: new Date(starts[0] ?? last).toISOString(), starts }
}
