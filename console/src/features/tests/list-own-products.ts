import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** As many as one answer holds: more than anybody would look through in a list. */
const limit = 250

export function ownProductsOptions() {
  return queryOptions({
    queryKey: ['products', 'to-test'],
    queryFn: ({ signal }) => client.products.list({ limit }, { signal }),
  })
}

/** Products that the account produces or co-produces. */
export function useOwnProducts() {
  return useQuery(ownProductsOptions())
}
