import type { AttentionCard, DeliveryFilter, Replay } from '@postback/sdk'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from './asking/client.ts'

const usuallyMs = 30_000
/** While the reader repairs something. */
const soonMs = 1_500
/** Signing in waits no longer for it. */
const patienceMs = 3_000

function attentionOptions() {
  return queryOptions({
    queryKey: ['attention'],
    queryFn: ({ signal }) => client.attention.get({ signal }),
  })
}

/** What needs the reader, kept up to date. @param soon whether something is being repaired */
export function useAttention({ soon = false }: { readonly soon?: boolean } = {}) {
  return useQuery({ ...attentionOptions(), refetchInterval: soon ? soonMs : usuallyMs })
}

/** Whether a card is open, for the page that signing in leads to. An answer that does not come means no. */
export function useIsAttentionNeeded(): () => Promise<boolean> {
  const queries = useQueryClient()
  return async () => {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs))
    const asked = queries.fetchQuery({ ...attentionOptions(), retry: false }).catch(() => null)
    const found = await Promise.race([asked, late])
    return found !== null && found.data.length > 0
  }
}

/** Exactly the posts of a card, those that wait for their next attempt among them. */
export function postsOf({ configuration, answer, since }: AttentionCard): DeliveryFilter {
  return {
    configurationId: configuration.id,
    state: ['failed', 'retrying'],
    responseStatus: answer?.status ?? 'none',
    test: false,
    ...(since !== null && { from: since }),
  }
}

/** Whether posts of it are still to be sent, or on their way. */
export function isUnderWay({ state, waiting }: Pick<Replay, 'state' | 'waiting'>): boolean {
  return state === 'running' || (waiting ?? 0) > 0
}

/** A replay until all of its posts have arrived or failed. */
export function useRepair(id: string | null) {
  const queries = useQueryClient()
  const replay = useQuery({
    queryKey: ['replays', 'repair', id],
    queryFn: ({ signal }) => client.replays.get(id ?? '', { signal }),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) => (data && !isUnderWay(data) ? false : soonMs / 2),
    staleTime: 0,
  })
  const done = replay.data !== undefined && !isUnderWay(replay.data)
  useEffect(() => {
    if (!done) return
    void queries.invalidateQueries({ queryKey: ['attention'] })
    void queries.invalidateQueries({ queryKey: ['deliveries'] })
  }, [done, queries])
  return replay
}
