import type { DeliveryFilter, Replay, ReplayInput } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'

/** What *Process again* would find now: counted, nothing sent. */
export function usePlannedReplay(filter: DeliveryFilter, enabled: boolean) {
  return useQuery({
    queryKey: ['replays', 'planned', filter],
    queryFn: ({ signal }) => client.replays.count({ filter, mode: 'all' }, { signal }),
    enabled,
    staleTime: 0,
    gcTime: 0,
  })
}

/**
 * The same without posts of sales refunded since: a refunded buyer must not get access back. The key is one of deliveries, because
 * the count changes with them.
 */
export function usePlannedLatest(filter: DeliveryFilter, enabled: boolean) {
  return useQuery({
    queryKey: ['deliveries', 'planned-latest', filter],
    queryFn: ({ signal }) => client.replays.count(asConfigured({ filter, mode: 'latest' }), { signal }),
    enabled,
    staleTime: 0,
  })
}

export function useCreateReplay() {
  return useAct({ act: (wanted: ReplayInput, options) => client.replays.create(asConfigured(wanted), options) })
}

/** As the configuration says now: the reader who has just switched something on wants to see its effect. */
function asConfigured(wanted: ReplayInput): ReplayInput {
  return { ...wanted, hottokInBody: 'as-configured' }
}

const soonMs = 120_000
const lookSeldomMs = 10_000

/** Until all have arrived. A retry can be hours away, and a failed one can arrive later after all. */
function lookAgainAfter({ state, waiting, failed, createdAt }: Replay, lookEveryMs: number): number | false {
  if (state === 'running') return lookEveryMs
  if ((waiting ?? 0) > 0) return Date.now() - Date.parse(createdAt) < soonMs ? lookEveryMs : lookSeldomMs
  return (failed ?? 0) > 0 ? lookSeldomMs : false
}

function replayOptions(id: string, lookEveryMs: number) {
  return queryOptions({
    queryKey: ['replays', 'detail', id],
    queryFn: ({ signal }) => client.replays.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => data !== undefined && lookAgainAfter(data, lookEveryMs),
    staleTime: 0,
  })
}

/** A replay and its progress; undefined: none yet. When it ends, deliveries are loaded again. */
export function useReplay(id: string | undefined, lookEveryMs = 700) {
  const queries = useQueryClient()
  const replay = useQuery({ ...replayOptions(id ?? '', lookEveryMs), enabled: id !== undefined })
  const state = replay.data?.state
  useEffect(() => {
    if (state === undefined) return
    // Its page follows the posts from here on.
    void queries.invalidateQueries({ queryKey: ['sales', 'detail'] })
    if (state !== 'running') void queries.invalidateQueries({ queryKey: ['deliveries'] })
  }, [state, queries])
  return replay
}

interface FailuresPage {
  readonly cursor: string | undefined
  /** How many there are: asked for again when that changes. */
  readonly failed: number
}

/** Those that have not arrived. The key is one of lists of deliveries, because their rows change as those do. */
export function useReplayFailures(id: string, { cursor, failed }: FailuresPage) {
  return useQuery({
    queryKey: ['deliveries', 'list', { replay: id, cursor, failed }],
    queryFn: ({ signal }) => client.replays.failures(id, { cursor }, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function useCancelReplay() {
  const queries = useQueryClient()
  return useAct({
    act: (id: string, options) => client.replays.cancel(id, options),
    onSuccess: (replay) => queries.setQueryData(['replays', 'detail', replay.id], replay),
  })
}
