import type { EventName, PurchaseKind } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { isJsonObject, type JsonObject } from './json-patch.ts'

/** What the example is of. */
export interface ExampleOf {
  readonly event: EventName
  readonly productId: number | undefined
  /** null: there is no choice. */
  readonly kind: PurchaseKind | null
}

export function exampleOptions(of: ExampleOf) {
  return queryOptions({
    queryKey: ['event-types', 'example', of],
    queryFn: async ({ signal }): Promise<JsonObject> => {
      const { example } = await client.eventTypes.get(
        of.event,
        { productId: of.productId, kind: of.kind ?? undefined },
        { signal },
      )
      return isJsonObject(example.data) ? example.data : {}
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The `data` of an event as it would be sent, with one of the reader's own products, but for the times and the transaction. */
export function useExample(of: ExampleOf) {
  return useQuery(exampleOptions(of))
}
