import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const limit = 100

function productChoicesOptions() {
  return queryOptions({
    queryKey: ['products', 'choices'],
    queryFn: ({ signal }) => client.products.list({ limit }, { signal }),
  })
}

/** To choose from: those of the first page. */
export function useProductChoices() {
  return useQuery(productChoicesOptions())
}
