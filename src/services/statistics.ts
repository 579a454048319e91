import type { HourlyCount } from '../store/contract/history.ts'

export const statisticsGroups = ['state', 'configuration', 'event', 'outcome'] as const
export type StatisticsGroup = (typeof statisticsGroups)[number]
export const statisticsIntervals = ['hour', 'day'] as const
export type StatisticsInterval = (typeof statisticsIntervals)[number]

export interface Statistic {
  /** Milliseconds: when the interval begins, UTC. */
  readonly at: number
  /** null: tests to free addresses have no configuration. */
  readonly key: string | null
  readonly count: number
  readonly delivered: number
  readonly failed: number
  /** Upper bound of the bucket that holds the median, milliseconds. */
  readonly p50Ms: number
  readonly p95Ms: number
}

const lengths: Readonly<Record<StatisticsInterval, number>> = { hour: 3_600_000, day: 86_400_000 }

/** Sums hourly roll-ups of attempts into the intervals and groups of a chart, oldest first. */
export function summarise(
  rows: readonly HourlyCount[],
  { groupBy, interval }: { groupBy: StatisticsGroup; interval: StatisticsInterval },
): readonly Statistic[] {
  const groups = new Map<string, { at: number; key: string | null; rows: HourlyCount[] }>()
  for (const row of rows) {
    const at = row.hour - (row.hour % lengths[interval])
    const key = keyOf(row, groupBy)
    const name = `${at} ${key ?? ''}`
    const group = groups.get(name) ?? { at, key, rows: [] }
    group.rows.push(row)
    groups.set(name, group)
  }
  return [...groups.values()]
    .sort((a, b) => a.at - b.at || (a.key ?? '').localeCompare(b.key ?? ''))
    .map(({ at, key, rows }) => {
      const count = sum(rows)
      const delivered = sum(rows.filter((row) => row.outcome === 'delivered'))
      return {
        at,
        key,
        count,
        delivered,
        failed: count - delivered,
        p50Ms: percentile(rows, count, 0.5),
        p95Ms: percentile(rows, count, 0.95),
      }
    })
}

function keyOf(row: HourlyCount, groupBy: StatisticsGroup): string | null {
  switch (groupBy) {
    case 'state':
      return row.outcome === 'delivered' ? 'delivered' : 'failed'
    case 'configuration':
      return row.configurationId
    case 'event':
      return row.event
    case 'outcome':
      return row.outcome
  }
}

function percentile(rows: readonly HourlyCount[], count: number, share: number): number {
  let seen = 0
  for (const row of rows.toSorted((a, b) => a.bucketMs - b.bucketMs)) {
    seen += row.count
    if (seen >= count * share) return row.bucketMs
  }
  return 0
}

function sum(rows: readonly HourlyCount[]): number {
  return rows.reduce((total, row) => total + row.count, 0)
}
