import type { Account, Me } from '@postback/sdk'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { client, meKey } from './asking/client.ts'

interface SignedIn extends Me {
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

/** The account that is signed in: on every page but the sign-in. */
export function useAccount(): Account {
  return useSuspenseQuery(meOptions()).data.account
}

/** For pages that need no session. The router has asked before. */
export function useIsSignedIn(): boolean {
  return useQueryClient().getQueryData(meOptions().queryKey) !== undefined
}
