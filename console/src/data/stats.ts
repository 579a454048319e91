import type { StatsQuery, StatsRow } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'

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

/** Attempts of one configuration. */
export interface RecentFigures {
  readonly attempts: number
  readonly delivered: number
  /** Hour by hour or day by day, oldest first. */
  readonly points: readonly { readonly value: number; readonly failed: number }[]
}

async function getRecentFigures(
  configurationIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RecentFigures>> {
  const first = Math.floor(Date.now() / hour) * hour - (hours - 1) * hour
  const { data } = await client.stats.get(
    { groupBy: 'configuration', interval: 'hour', from: new Date(first).toISOString(), configurationIds },
    { signal },
  )
  return figuresByConfiguration(data, { first, step: hour, count: hours })
}

interface Span {
  /** When the oldest of its points begins. */
  readonly first: number
  readonly step: number
  readonly count: number
}

function figuresByConfiguration(rows: readonly StatsRow[], span: Span): ReadonlyMap<string, RecentFigures> {
  const byKey = Map.groupBy(
    rows.filter(({ key }) => key !== null),
    ({ key }) => String(key),
  )
  return new Map([...byKey].map(([key, own]) => [key, summarise(own, span)]))
}

function summarise(rows: readonly StatsRow[], { first, step, count }: Span): RecentFigures {
  const points = Array.from({ length: count }, () => ({ value: 0, failed: 0 }))
  let attempts = 0
  let delivered = 0
  for (const row of rows) {
    attempts += row.count
    delivered += row.delivered
    const point = points[Math.floor((Date.parse(row.at) - first) / step)]
    if (!point) continue
    point.value += row.count
    point.failed += row.failed
  }
  return { attempts, delivered, points }
}

export function recentFiguresOptions(configurationIds: readonly string[]) {
  return queryOptions({
    queryKey: ['stats', 'configurations', 'last-day', configurationIds],
    queryFn: ({ signal }) => getRecentFigures(configurationIds, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}

/** By the id of the configuration; one that is missing had no attempts. At most 250 of them. */
export function useRecentFigures(configurationIds: readonly string[]) {
  return useQuery(recentFiguresOptions(configurationIds))
}

const day = 24 * hour
const days = 30

async function getMonthFigures(configurationId: string, signal: AbortSignal): Promise<RecentFigures> {
  const first = Math.floor(Date.now() / day) * day - (days - 1) * day
  const { data } = await client.stats.get(
    {
      groupBy: 'configuration',
      interval: 'day',
      from: new Date(first).toISOString(),
      configurationIds: [configurationId],
    },
    { signal },
  )
  return summarise(data, { first, step: day, count: days })
}

/** Attempts of one configuration in the last 30 days, day by day. */
export function useMonthFigures(configurationId: string) {
  return useQuery({
    queryKey: ['stats', 'configurations', 'last-month', configurationId],
    queryFn: ({ signal }) => getMonthFigures(configurationId, signal),
    refetchInterval: 60_000,
  })
}
