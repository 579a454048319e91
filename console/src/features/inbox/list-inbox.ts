import type { Delivery, Page } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** The rest is in the history. */
const limit = 10

function listInbox(signal: AbortSignal): Promise<Page<Delivery>> {
  return client.request('GET', '/v1/deliveries', { query: { target: 'inbox', limit }, signal })
}

export function inboxOptions() {
  return queryOptions({ queryKey: ['deliveries', 'inbox'], queryFn: ({ signal }) => listInbox(signal) })
}

/** What has arrived in the test inbox of the account, newest first. */
export function useInbox() {
  return useQuery(inboxOptions())
}
