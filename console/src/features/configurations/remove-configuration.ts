import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function removeConfiguration(id: string): Promise<void> {
  return client.request('DELETE', `/v1/configurations/${encodeURIComponent(id)}`)
}

export function useRemoveConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => removeConfiguration(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations', 'list'] }),
  })
}
