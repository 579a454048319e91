import type { Configuration, Page } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

/** As many as one answer holds. */
const limit = 250

function listTargets(signal: AbortSignal): Promise<Page<Configuration>> {
  return client.request('GET', '/v1/configurations', { query: { limit }, signal })
}

export function targetsOptions() {
  return queryOptions({ queryKey: ['configurations', 'to-test'], queryFn: ({ signal }) => listTargets(signal) })
}

export function useTargets() {
  return useQuery(targetsOptions())
}
