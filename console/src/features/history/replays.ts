import type { DeliveryFilter, ReplayInput } from '@postback/sdk'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const lookEveryMs = 700

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

export function useCreateReplay() {
  return useMutation({
    // As its configuration says now: who has just switched something on wants to see what it does.
    mutationFn: (wanted: ReplayInput) => client.replays.create({ ...wanted, hottokInBody: 'as-configured' }),
  })
}

export function replayOptions(id: string) {
  return queryOptions({
    queryKey: ['replays', 'detail', id],
    queryFn: ({ signal }) => client.replays.get(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? lookEveryMs : false),
    staleTime: 0,
  })
}

export function useReplay(id: string) {
  return useQuery(replayOptions(id))
}

export function useCancelReplay() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.replays.cancel(id),
    onSuccess: (replay) => queries.setQueryData(replayOptions(replay.id).queryKey, replay),
  })
}
