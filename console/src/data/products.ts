import type { Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './client.ts'

/** In an account with more products, the number of the product can be typed. */
const productsMost = 2_000

async function fetchAllProducts(signal: AbortSignal): Promise<readonly Product[]> {
  const products: Product[] = []
  for await (const product of client.products.list({ limit: 250 }, { signal })) {
    products.push(product)
    if (products.length === productsMost) break
  }
  return products
}

export function allProductsOptions() {
  return queryOptions({
    queryKey: ['products', 'all'],
    queryFn: ({ signal }) => fetchAllProducts(signal),
    staleTime: 60_000,
  })
}

/** Those that the account produces or co-produces. */
export function useAllProducts() {
  return useQuery(allProductsOptions())
}

/** As many as one answer holds: more than a reader would look through in a list. */
const limitMost = 250

export function firstProductsOptions(limit: number) {
  return queryOptions({
    queryKey: ['products', 'first', limit],
    queryFn: ({ signal }) => client.products.list({ limit }, { signal }),
  })
}

/** Those of the first page. An account without products of its own is an affiliate. */
export function useFirstProducts(limit = limitMost) {
  return useQuery(firstProductsOptions(limit))
}

/** For their names; those of other producers are not among them. */
export function useProductNames(): readonly Product[] {
  return useQuery({ ...firstProductsOptions(limitMost), staleTime: 60_000 }).data?.data ?? []
}
