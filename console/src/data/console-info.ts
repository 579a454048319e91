import type { ConsoleInfo } from '@postback/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './asking/client.ts'

export function consoleInfoOptions() {
  return queryOptions({
    queryKey: ['console'],
    queryFn: ({ signal }) => client.console.get({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What the operator has set; undefined until it is known. */
export function useConsoleInfo(): ConsoleInfo | undefined {
  return useQuery(consoleInfoOptions()).data
}
