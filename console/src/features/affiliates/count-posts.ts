import type { DeliveryCount } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

function countPosts(signal: AbortSignal): Promise<DeliveryCount> {
  return client.request('GET', '/v1/deliveries/count', { query: { test: false }, signal })
}

export function postsCountOptions() {
  return queryOptions({ queryKey: ['deliveries', 'all-count'], queryFn: ({ signal }) => countPosts(signal) })
}

/** All that this account was sent, tests apart, as far as the history goes back. */
export function usePostsCount() {
  return useQuery(postsCountOptions())
}
