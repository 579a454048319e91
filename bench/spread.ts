/** Summaries of several measurements. */

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  /** Number of measurements. */
  readonly runs: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values)
  const middle = sorted.length / 2
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (below === undefined || above === undefined) throw new Error('Nothing was measured.')
  return { median: (below + above) / 2, least: sorted[0] ?? below, most: sorted.at(-1) ?? above, runs: sorted.length }
}

/** @param sorted ascending; @param share 0.5 for the median */
export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function ascending(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b)
}
