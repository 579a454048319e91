import type { Page, Product } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from './asking/client.ts'

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

/** A product that is shown somewhere keeps its name for a while. */
const namesStaleMs = 60_000
/** As many as one request may name. */
const idsMost = 50

/** The names of some products by their numbers; those of other producers are not among them. */
export function useNamesOfProducts(ids: readonly number[]): ReadonlyMap<number, string> {
  const wanted = [...new Set(ids)].sort((a, b) => a - b).slice(0, idsMost)
  const { data } = useQuery({
    queryKey: ['products', 'some', wanted],
    queryFn: ({ signal }) => client.products.list({ ids: wanted }, { signal }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    staleTime: namesStaleMs,
  })
  return useMemo(() => new Map(data?.data.map(({ id, name }) => [id, name])), [data])
}

/** As many as a reader looks through before typing one more letter. */
const foundMost = 20
/** Each answer looks at a bounded number of products. */
const answersMost = 20

async function findProducts(q: string, signal: AbortSignal): Promise<{ products: readonly Product[]; more: boolean }> {
  const products: Product[] = []
  let cursor: string | null = null
  for (let answers = 0; answers < answersMost && products.length < foundMost; answers++) {
    const page: Page<Product> = await client.products.list(
      { q, cursor, limit: foundMost - products.length },
      { signal },
    )
    products.push(...page.data)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return { products, more: cursor !== null }
}

/** The first products that have the words of a text, however many there are; an empty text: the first of all. */
export function useFoundProducts(text: string) {
  return useQuery({
    queryKey: ['products', 'found', text],
    queryFn: ({ signal }) => findProducts(text, signal),
    placeholderData: keepPreviousData,
    staleTime: namesStaleMs,
  })
}
