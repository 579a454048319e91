import type { Account, Me } from '@postback/sdk'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { client, meKey } from '../api/client.ts'

export interface SignedIn extends Me {
  readonly account: Account
}

export function meOptions() {
  return queryOptions({
    queryKey: meKey,
    queryFn: ({ signal }) => client.request<SignedIn>('GET', '/v1/me', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Whoever is signed in: on every page but the sign-in. */
export function useAccount(): Account {
  return useSuspenseQuery(meOptions()).data.account
}
