import type { Page, Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** As many as one answer holds: more than anybody would look through in a list. */
const limit = 250

function listOwnProducts(signal: AbortSignal): Promise<Page<Product>> {
  return client.request('GET', '/v1/products', { query: { limit }, signal })
}

export function ownProductsOptions() {
  return queryOptions({ queryKey: ['products', 'to-test'], queryFn: ({ signal }) => listOwnProducts(signal) })
}

/** Products that the account produces or co-produces. */
export function useOwnProducts() {
  return useQuery(ownProductsOptions())
}
