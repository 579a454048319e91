import type { StatsQuery, StatsRow } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './client.ts'

/** The figures are of the hour: asking more often would show the same. */
const everyMs = 30_000

export type StatsOf = Pick<StatsQuery, 'groupBy' | 'interval' | 'from'>

export function statsOptions({ groupBy, interval, from }: StatsOf) {
  const query = { groupBy, interval, from }
  return queryOptions({
    queryKey: ['stats', 'overview', query],
    queryFn: async ({ signal }) => (await client.stats.get(query, { signal })).data,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
}

export function useStats(of: StatsOf) {
  return useQuery(statsOptions(of))
}

const hour = 3_600_000
const hours = 24

/** Attempts of one configuration in the last 24 hours. */
export interface RecentFigures {
  readonly attempts: number
  readonly delivered: number
  /** Hour by hour, oldest first. */
  readonly points: readonly { readonly value: number; readonly failed: number }[]
}

async function getRecentFigures(signal: AbortSignal): Promise<ReadonlyMap<string, RecentFigures>> {
  const first = Math.floor(Date.now() / hour) * hour - (hours - 1) * hour
  const { data } = await client.stats.get(
    { groupBy: 'configuration', interval: 'hour', from: new Date(first).toISOString() },
    { signal },
  )
  return figuresByConfiguration(data, first)
}

/** @param first when the oldest of the 24 hours begins */
function figuresByConfiguration(rows: readonly StatsRow[], first: number): ReadonlyMap<string, RecentFigures> {
  const byKey = Map.groupBy(
    rows.filter(({ key }) => key !== null),
    ({ key }) => String(key),
  )
  return new Map([...byKey].map(([key, own]) => [key, summarise(own, first)]))
}

function summarise(rows: readonly StatsRow[], first: number): RecentFigures {
  const points = Array.from({ length: hours }, () => ({ value: 0, failed: 0 }))
  let attempts = 0
  let delivered = 0
  for (const row of rows) {
    attempts += row.count
    delivered += row.delivered
    const point = points[Math.floor((Date.parse(row.at) - first) / hour)]
    if (!point) continue
    point.value += row.count
    point.failed += row.failed
  }
  return { attempts, delivered, points }
}

export function recentFiguresOptions() {
  return queryOptions({
    queryKey: ['stats', 'configurations', 'last-day'],
    queryFn: ({ signal }) => getRecentFigures(signal),
    refetchInterval: 60_000,
  })
}

/** By the id of the configuration; one that is missing had no attempts. */
export function useRecentFigures() {
  return useQuery(recentFiguresOptions())
}
