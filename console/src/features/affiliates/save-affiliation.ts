import type { Affiliation } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export type AffiliationInput = Pick<
  Affiliation,
  'productId' | 'affiliateCode' | 'accountId' | 'name' | 'sharesBuyerData'
>

function saveAffiliation(affiliation: AffiliationInput): Promise<Affiliation> {
  const { productId, affiliateCode, accountId, name, sharesBuyerData } = affiliation
  return client.affiliations.save(productId, affiliateCode, { accountId, name, sharesBuyerData })
}

/** Makes an affiliation, or changes the one with this code. */
export function useSaveAffiliation() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: saveAffiliation,
    onSuccess: ({ productId }) => queries.invalidateQueries({ queryKey: ['affiliations', productId] }),
  })
}
