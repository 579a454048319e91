import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

export function routingOptions(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'routing', eventId],
    queryFn: ({ signal }) => client.events.routing(eventId, { signal }),
  })
}

export function useRouting(eventId: string) {
  return useQuery(routingOptions(eventId))
}
