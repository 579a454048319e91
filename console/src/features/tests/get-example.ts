import type { EventName, EventType } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { isJsonObject, type JsonObject } from './json-patch.ts'

function getExample(event: EventName, productId: number | undefined, signal: AbortSignal): Promise<EventType> {
  return client.request('GET', `/v1/event-types/${event}`, { query: { productId }, signal })
}

export function exampleOptions(event: EventName, productId: number | undefined) {
  return queryOptions({
    queryKey: ['event-types', 'example', event, productId],
    queryFn: async ({ signal }): Promise<JsonObject> => {
      const { example } = await getExample(event, productId, signal)
      return isJsonObject(example.data) ? example.data : {}
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The `data` of an event as it would be sent, with one of the reader's own products, but for the times and the transaction. */
export function useExample(event: EventName, productId: number | undefined) {
  return useQuery(exampleOptions(event, productId))
}
