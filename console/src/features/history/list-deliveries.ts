import type { Delivery, DeliveryFilter, Page } from '@postback/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export const pageRows = 50
/** How often more is asked for where a page has some rows, but not as many as it should; and where it has none at all. */
const moreMost = 8
const noneMost = 20

export interface DeliveriesPage {
  readonly filter: DeliveryFilter
  readonly cursor: string | undefined
}

/**
 * The server looks at so many rows at a time, and a page of it may be short, or empty, and still not be the last. What is rare in
 * a long history is not looked for to its very end in one go: an empty page with a cursor says that there is more to search.
 */
async function listDeliveries({ filter, cursor }: DeliveriesPage, signal: AbortSignal): Promise<Page<Delivery>> {
  const rows: Delivery[] = []
  let next: string | null | undefined = cursor
  for (let asked = 0; rows.length < pageRows && asked < (rows.length === 0 ? noneMost : moreMost); asked++) {
    const page: Page<Delivery> = await client.deliveries.list(
      { ...filter, limit: pageRows - rows.length, cursor: next },
      { signal },
    )
    rows.push(...page.data)
    next = page.nextCursor
    if (next === null) break
  }
  return { data: rows, nextCursor: next ?? null }
}

export function deliveriesOptions(page: DeliveriesPage) {
  return queryOptions({
    queryKey: ['deliveries', 'list', page],
    queryFn: ({ signal }) => listDeliveries(page, signal),
    placeholderData: keepPreviousData,
    // New rows wait for the reader: only whoever asks gets them.
    refetchOnWindowFocus: false,
    staleTime: 5_000,
  })
}

export function useDeliveries(page: DeliveriesPage) {
  return useQuery(deliveriesOptions(page))
}
