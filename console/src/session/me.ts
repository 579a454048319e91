import type { Account, Me } from '@postback/sdk'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { client, meKey } from '../api/client.ts'

export interface SignedIn extends Me {
  readonly account: Account
}

export function meOptions() {
  return queryOptions({
    queryKey: meKey,
    // A session is always one of an account.
    queryFn: async ({ signal }) => (await client.accounts.me({ signal })) as SignedIn,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Whoever is signed in: on every page but the sign-in. */
export function useAccount(): Account {
  return useSuspenseQuery(meOptions()).data.account
}
