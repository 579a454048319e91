import type { Configuration } from '@postback/sdk'
import { useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** Whether anything of the configuration, tests included, ever had a 2xx; undefined: not known yet. */
export function useAccepted(configuration: Configuration | null | undefined, enabled: boolean): boolean | undefined {
  const known = configuration?.health.lastSuccessAt != null
  const configurationId = configuration?.id
  const { data } = useQuery({
    queryKey: ['deliveries', 'accepted', configurationId],
    queryFn: ({ signal }) => client.deliveries.count({ configurationId, state: ['delivered'] }, { signal }),
    enabled: enabled && !known && configurationId !== undefined,
  })
  return known || (data && data.count > 0)
}
