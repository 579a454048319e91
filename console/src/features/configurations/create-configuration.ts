import type { ConfigurationInput, CreatedConfiguration } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function createConfiguration(input: ConfigurationInput): Promise<CreatedConfiguration> {
  return client.request('POST', '/v1/configurations', { body: input })
}

export function useCreateConfiguration() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: createConfiguration,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
