import type { Page, Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const pageSize = 100
/** Whoever sells more than that can type the number of the product. */
const pagesMost = 20

async function listAllProducts(signal: AbortSignal): Promise<readonly Product[]> {
  const products: Product[] = []
  let cursor: string | null = null
  for (let page = 0; page < pagesMost; page++) {
    const answer: Page<Product> = await client.request('GET', '/v1/products', {
      query: { limit: pageSize, cursor },
      signal,
    })
    products.push(...answer.data)
    cursor = answer.nextCursor
    if (cursor === null) break
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
