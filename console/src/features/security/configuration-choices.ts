import type { Configuration } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { listAll } from '../../api/list-all.ts'

/** All of them: a receiver that is left out of a rotation stops working. */
function configurationChoicesOptions() {
  return queryOptions({
    queryKey: ['configurations', 'choices'],
    queryFn: ({ signal }) => listAll<Configuration>('/v1/configurations', signal),
  })
}

export function useConfigurationChoices() {
  return useQuery(configurationChoicesOptions())
}
