import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'

export function routingOptions(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'routing', eventId],
    queryFn: ({ signal }) => client.events.routing(eventId, { signal }),
  })
}

/** Which configurations an event went to, and why not to the others. */
export function useRouting(eventId: string) {
  return useQuery(routingOptions(eventId))
}
