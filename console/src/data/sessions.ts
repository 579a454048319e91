import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/act.ts'
import { client } from './asking/client.ts'
import { dropAllDrafts } from './asking/drafts.ts'

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

export function useEndSession() {
  const queries = useQueryClient()
  return useAct({
    act: (id: string) => client.sessions.end(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsOptions().queryKey }),
  })
}

/** By the secret of a one-time link. In a frame of the platform's page the session's cookie must be one that a frame can send. */
export function useSignInByLink() {
  return useAct({
    act: (link: string) => client.sessions.open({ link, framed: window.self !== window.top }),
    onSuccess: useClearCache(),
  })
}

export function useSignInToDemo() {
  return useAct({
    act: (accountId: string) => client.sessions.openDemo({ accountId }),
    onSuccess: useClearCache(),
  })
}

/** Another account may have used this page before. */
function useClearCache() {
  const queries = useQueryClient()
  return () => queries.clear()
}

export function useSignOut() {
  return useAct({
    act: () => client.sessions.signOut(),
    // A new page load: nothing of the account stays in memory.
    onSuccess: () => {
      dropAllDrafts()
      window.location.assign('/sign-in')
    },
  })
}
