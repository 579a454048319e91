import { createClient, type Me } from '@postback/sdk'
import { queryClient } from './query-client.ts'

/** The key of the answer of GET /v1/me. */
export const meKey = ['me'] as const

/** Same origin, with the session's cookie and the token that proves that a change comes from this page. */
export const client = createClient({
  baseUrl: '',
  // The query client retries, and shows that it does.
  retries: 0,
  headers: () => {
    const csrf = queryClient.getQueryData<Me>(meKey)?.csrf ?? null
    return csrf === null ? {} : { 'postback-csrf': csrf }
  },
})
