/** Upper bounds, in milliseconds, of the buckets in which attempts are counted. The last bucket also takes longer attempts. */
export const latencyBucketsMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000] as const

export function latencyBucket(durationMs: number): number {
  for (const bound of latencyBucketsMs) if (durationMs <= bound) return bound
  return latencyBucketsMs[latencyBucketsMs.length - 1] ?? 0
}
