import type { Configuration, ReleaseMode } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function enableConfiguration(id: string, held: ReleaseMode): Promise<Configuration> {
  return client.request('POST', `/v1/configurations/${encodeURIComponent(id)}/enable`, { body: { held } })
}

export function useEnableConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (held: ReleaseMode) => enableConfiguration(id, held),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
