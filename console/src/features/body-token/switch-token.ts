import type { ChangedConfiguration } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** Whether the posts of a configuration carry the token in the body, too. */
export function switchToken(configurationId: string, hottokInBody: boolean): Promise<ChangedConfiguration> {
  return client.configurations.change(configurationId, { hottokInBody })
}

export function useSwitchToken(configurationId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) => switchToken(configurationId, on),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['configurations'] }),
  })
}
