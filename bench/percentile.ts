/** @param sorted ascending; @param share 0.5 for the median */
export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function ascending(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b)
}
