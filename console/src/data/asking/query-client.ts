import { isApiError } from '@postback/sdk'
import { QueryClient } from '@tanstack/react-query'

/** A retry helps when the server is away or busy, not when it has refused. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && (!isApiError(error) || error.status === 0 || error.status === 429 || error.status >= 500)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 10_000 },
    mutations: { retry: false },
  },
})
