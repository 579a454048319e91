import type { Page, Product } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 100

function listProducts(signal: AbortSignal): Promise<Page<Product>> {
  return client.request('GET', '/v1/products', { query: { limit }, signal })
}

function productChoicesOptions() {
  return queryOptions({ queryKey: ['products', 'choices'], queryFn: ({ signal }) => listProducts(signal) })
}

/** To choose from: those of the first page. */
export function useProductChoices() {
  return useQuery(productChoicesOptions())
}
