import type { StatsGroup, StatsRow } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import type { Span } from './overview-range.ts'

/** The figures are of the hour: asking more often would show the same. */
const everyMs = 30_000

interface StatsQuery {
  readonly groupBy: StatsGroup
  readonly interval: Span['interval']
  readonly from: string
}

function getStats(query: StatsQuery, signal: AbortSignal): Promise<{ readonly data: readonly StatsRow[] }> {
  return client.request('GET', '/v1/stats', { query: { ...query }, signal })
}

export function statsOptions(groupBy: StatsGroup, { interval, from }: Pick<Span, 'interval' | 'from'>) {
  const query = { groupBy, interval, from }
  return queryOptions({
    queryKey: ['stats', 'overview', query],
    queryFn: async ({ signal }) => (await getStats(query, signal)).data,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })
}

export function useStats(groupBy: StatsGroup, span: Span) {
  return useQuery(statsOptions(groupBy, span))
}
