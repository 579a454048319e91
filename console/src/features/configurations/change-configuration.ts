import type { ConfigurationChange } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useChangeConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: ConfigurationChange) => client.configurations.change(id, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
