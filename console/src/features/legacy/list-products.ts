import type { Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** As many as one answer holds: more than anybody would look through in a list. */
const limit = 250

function productsOptions() {
  return queryOptions({
    queryKey: ['products', 'of-posts-from-before'],
    queryFn: ({ signal }) => client.products.list({ limit }, { signal }),
    staleTime: 60_000,
  })
}

/** Those that the account produces or co-produces now; a legacy post may be of another one. */
export function useProducts(): readonly Product[] {
  return useQuery(productsOptions()).data?.data ?? []
}
