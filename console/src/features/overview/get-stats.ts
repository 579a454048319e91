import type { StatsGroup } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import type { Span } from './overview-range.ts'

/** The figures are of the hour: asking more often would show the same. */
const everyMs = 30_000

export function statsOptions(groupBy: StatsGroup, { interval, from }: Pick<Span, 'interval' | 'from'>) {
  const query = { groupBy, interval, from }
  return queryOptions({
    queryKey: ['stats', 'overview', query],
    queryFn: async ({ signal }) => (await client.stats.get(query, { signal })).data,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
}

export function useStats(groupBy: StatsGroup, span: Span) {
  return useQuery(statsOptions(groupBy, span))
}
