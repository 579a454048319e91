import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** All of them: a receiver that is left out of a rotation stops working. */
function configurationChoicesOptions() {
  return queryOptions({
    queryKey: ['configurations', 'choices'],
    queryFn: ({ signal }) => Array.fromAsync(client.configurations.list({ limit: 250 }, { signal })),
  })
}

export function useConfigurationChoices() {
  return useQuery(configurationChoicesOptions())
}
