import type { Configuration } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function disableConfiguration(id: string): Promise<Configuration> {
  return client.request('POST', `/v1/configurations/${encodeURIComponent(id)}/disable`)
}

export function useDisableConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => disableConfiguration(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
