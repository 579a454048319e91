import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export interface RoutingDecision {
  readonly configurationId: string
  readonly name: string
  readonly decision: 'sent' | 'not-sent'
  readonly reason: string
  /** The reason in English: better than nothing where the page does not know it. */
  readonly detail: string
  readonly deliveryId: string | null
}

export function routingOptions(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'routing', eventId],
    queryFn: ({ signal }) =>
      client.request<{ data: readonly RoutingDecision[] }>('GET', `/v1/events/${encodeURIComponent(eventId)}/routing`, {
        signal,
      }),
  })
}

export function useRouting(eventId: string) {
  return useQuery(routingOptions(eventId))
}
