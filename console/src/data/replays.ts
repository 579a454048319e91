import type { DeliveryFilter, ReplayInput } from '@postback/sdk'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from './client.ts'

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
  return useMutation({ mutationFn: (wanted: ReplayInput) => client.replays.create(asConfigured(wanted)) })
}

/** As the configuration says now: the reader who has just switched something on wants to see its effect. */
function asConfigured(wanted: ReplayInput): ReplayInput {
  return { ...wanted, hottokInBody: 'as-configured' }
}

function replayOptions(id: string, lookEveryMs: number) {
  return queryOptions({
    queryKey: ['replays', 'detail', id],
    queryFn: ({ signal }) => client.replays.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? lookEveryMs : false),
    staleTime: 0,
  })
}

/** A replay as it goes on; undefined: none yet. When it has ended, deliveries are asked for again. */
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

export function useCancelReplay() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.replays.cancel(id),
    onSuccess: (replay) => queries.setQueryData(['replays', 'detail', replay.id], replay),
  })
}
