import type { ConfigurationInput } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function useCreateConfiguration() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: ConfigurationInput) => client.configurations.create(input),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
