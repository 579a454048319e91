import type { Affiliation } from '@postback/sdk'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'

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

export type AffiliationInput = Pick<
  Affiliation,
  'productId' | 'affiliateCode' | 'accountId' | 'name' | 'sharesBuyerData'
>

/** Makes an affiliation, or changes the one with this code. */
export function useSaveAffiliation() {
  const queries = useQueryClient()
  return useAct({
    act: ({ productId, affiliateCode, accountId, name, sharesBuyerData }: AffiliationInput) =>
      client.affiliations.save(productId, affiliateCode, { accountId, name, sharesBuyerData }),
    onSuccess: ({ productId }) => queries.invalidateQueries({ queryKey: ['affiliations', productId] }),
  })
}
