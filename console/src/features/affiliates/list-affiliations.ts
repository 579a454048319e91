import type { Affiliation, Page } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 250

function listAffiliations(productId: number, signal: AbortSignal): Promise<Page<Affiliation>> {
  return client.request('GET', `/v1/products/${productId}/affiliates`, { query: { limit }, signal })
}

export function affiliationsOptions(productId: number) {
  return queryOptions({
    queryKey: ['affiliations', productId],
    queryFn: ({ signal }) => listAffiliations(productId, signal),
  })
}

export function useAffiliations(productId: number) {
  return useQuery(affiliationsOptions(productId))
}
