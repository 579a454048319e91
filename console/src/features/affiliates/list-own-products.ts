import type { Page, Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 250

function listOwnProducts(signal: AbortSignal): Promise<Page<Product>> {
  return client.request('GET', '/v1/products', { query: { limit }, signal })
}

export function ownProductsOptions() {
  return queryOptions({ queryKey: ['products', 'with-affiliates'], queryFn: ({ signal }) => listOwnProducts(signal) })
}

/** Produced and co-produced ones: who has none is here as an affiliate. */
export function useOwnProducts() {
  return useQuery(ownProductsOptions())
}
