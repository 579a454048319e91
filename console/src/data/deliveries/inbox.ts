import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../asking/client.ts'
import { fetchDelivery } from './detail.ts'

/** The rest is in the history. */
const limit = 10
const soonMs = 500

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

export function inboxPostOptions(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'inbox-post', id],
    queryFn: ({ signal }) => fetchDelivery(id, signal),
    refetchInterval: ({ state: { data } }) => (data?.attempts.length === 0 ? soonMs : false),
  })
}

/** One post in the inbox, with its headers and body. */
export function useInboxPost(id: string) {
  return useQuery(inboxPostOptions(id))
}
