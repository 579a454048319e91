import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 250

export function ownProductsOptions() {
  return queryOptions({
    queryKey: ['products', 'with-affiliates'],
    queryFn: ({ signal }) => client.products.list({ limit }, { signal }),
  })
}

/** Produced and co-produced ones: who has none is here as an affiliate. */
export function useOwnProducts() {
  return useQuery(ownProductsOptions())
}
