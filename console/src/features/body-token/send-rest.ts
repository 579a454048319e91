import type { DeliveryFilter, Replay, ReplayInput } from '@postback/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from '../../api/client.ts'

const lookEveryMs = 500

/** Posts that failed the same way, without those refunded since: a refunded buyer must not get access back. */
const wanted = (filter: DeliveryFilter): ReplayInput => ({
  filter,
  mode: 'latest',
  hottokInBody: 'as-configured',
})

export function useRestCount(filter: DeliveryFilter, enabled: boolean) {
  return useQuery({
    queryKey: ['deliveries', 'body-token-rest', filter],
    queryFn: ({ signal }) => client.replays.count(wanted(filter), { signal }),
    enabled,
    staleTime: 0,
  })
}

export function useSendRest() {
  return useMutation({ mutationFn: (filter: DeliveryFilter) => client.replays.create(wanted(filter)) })
}

/** The replay as it goes on. */
export function useRest(started: Replay | undefined): Replay | undefined {
  const queries = useQueryClient()
  const id = started?.id ?? ''
  const { data = started } = useQuery({
    queryKey: ['replays', 'body-token-rest', id],
    queryFn: ({ signal }) => client.replays.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? lookEveryMs : false),
    enabled: started !== undefined,
    staleTime: 0,
  })
  const state = data?.state
  useEffect(() => {
    if (state !== undefined && state !== 'running') void queries.invalidateQueries({ queryKey: ['deliveries'] })
  }, [state, queries])
  return data
}
