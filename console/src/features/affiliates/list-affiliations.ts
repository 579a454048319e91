import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 250

export function affiliationsOptions(productId: number) {
  return queryOptions({
    queryKey: ['affiliations', productId],
    queryFn: ({ signal }) => client.affiliations.list(productId, { limit }, { signal }),
  })
}

export function useAffiliations(productId: number) {
  return useQuery(affiliationsOptions(productId))
}
