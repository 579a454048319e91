import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '../api/client.ts'

export function sessionsOptions() {
  return queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => client.sessions.list({ signal }),
    staleTime: 0,
  })
}

export function useSessions() {
  return useQuery(sessionsOptions())
}
