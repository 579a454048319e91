import type { ReleaseMode } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useEnableConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (held: ReleaseMode) => client.configurations.enable(id, held),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
