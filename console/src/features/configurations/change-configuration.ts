import type { ChangedConfiguration, ConfigurationInput } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function changeConfiguration(id: string, change: Partial<ConfigurationInput>): Promise<ChangedConfiguration> {
  return client.request('PATCH', `/v1/configurations/${encodeURIComponent(id)}`, { body: change })
}

export function useChangeConfiguration(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<ConfigurationInput>) => changeConfiguration(id, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
