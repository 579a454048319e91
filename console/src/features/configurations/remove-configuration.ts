import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useRemoveConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.configurations.remove(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations', 'list'] }),
  })
}
