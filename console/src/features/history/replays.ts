import type { AgainOptions, DeliveryCount, DeliveryFilter, Replay } from '@postback/sdk'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const lookEveryMs = 700

/** What *Process again* would find now: counted, nothing sent. */
export function usePlannedReplay(filter: DeliveryFilter, enabled: boolean) {
  return useQuery({
    queryKey: ['replays', 'planned', filter],
    queryFn: ({ signal }) =>
      client.request<DeliveryCount>('POST', '/v1/replays', { body: { filter, mode: 'all', dryRun: true }, signal }),
    enabled,
    staleTime: 0,
    gcTime: 0,
  })
}

export function useCreateReplay() {
  return useMutation({
    mutationFn: (wanted: { filter: DeliveryFilter; mode: Replay['mode'] }) =>
      client.request<Replay>('POST', '/v1/replays', {
        body: { ...wanted, hottokInBody: 'as-configured' } satisfies typeof wanted & AgainOptions,
      }),
  })
}

export function replayOptions(id: string) {
  return queryOptions({
    queryKey: ['replays', 'detail', id],
    queryFn: ({ signal }) => client.request<Replay>('GET', `/v1/replays/${encodeURIComponent(id)}`, { signal }),
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
    mutationFn: (id: string) => client.request<Replay>('POST', `/v1/replays/${encodeURIComponent(id)}/cancel`),
    onSuccess: (replay) => queries.setQueryData(replayOptions(replay.id).queryKey, replay),
  })
}
