import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** The rest is in the history. */
const limit = 10

export function inboxOptions() {
  return queryOptions({
    queryKey: ['deliveries', 'inbox'],
    queryFn: ({ signal }) => client.deliveries.list({ target: 'inbox', limit }, { signal }),
  })
}

/** What has arrived in the test inbox of the account, newest first. */
export function useInbox() {
  return useQuery(inboxOptions())
}
