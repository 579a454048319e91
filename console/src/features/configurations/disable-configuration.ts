import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useDisableConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.configurations.disable(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
