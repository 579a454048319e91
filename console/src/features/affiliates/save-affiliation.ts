import type { Affiliation } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export type AffiliationInput = Pick<
  Affiliation,
  'productId' | 'affiliateCode' | 'accountId' | 'name' | 'sharesBuyerData'
>

function saveAffiliation({ productId, affiliateCode, ...body }: AffiliationInput): Promise<Affiliation> {
  const path = `/v1/products/${productId}/affiliates/${encodeURIComponent(affiliateCode)}`
  const { accountId, name, sharesBuyerData } = body
  return client.request('PUT', path, { body: { accountId, name, sharesBuyerData } })
}

/** Makes an affiliation, or changes the one with this code. */
export function useSaveAffiliation() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: saveAffiliation,
    onSuccess: ({ productId }) => queries.invalidateQueries({ queryKey: ['affiliations', productId] }),
  })
}
