import type { Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** Whoever sells more than that can type the number of the product. */
const productsMost = 2_000

async function listAllProducts(signal: AbortSignal): Promise<readonly Product[]> {
  const products: Product[] = []
  for await (const product of client.products.list({ limit: 100 }, { signal })) {
    products.push(product)
    if (products.length === productsMost) break
  }
  return products
}

export function allProductsOptions() {
  return queryOptions({
    queryKey: ['products', 'all'],
    queryFn: ({ signal }) => listAllProducts(signal),
    staleTime: 60_000,
  })
}

/** Those that the account produces or co-produces. */
export function useAllProducts() {
  return useQuery(allProductsOptions())
}
