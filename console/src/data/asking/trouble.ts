import { type ApiError, isApiError, type Me } from '@postback/sdk'
import { skipToken, useQuery } from '@tanstack/react-query'
import { client, meKey } from './client.ts'
import { queryClient } from './query-client.ts'

/**
 * What stands between this page and the server. It is noticed by the answers of all requests, and looked at again until it is over:
 * then everything on the page is asked for anew.
 */
export type Trouble = 'session-over' | 'server-away'

// In the query cache, as all that pages know of the server. It is never fetched.
const key = ['trouble']

export function useTrouble(): Trouble | null {
  const { data } = useQuery<Trouble | null>({
    queryKey: key,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return data ?? null
}

export function currentTrouble(): Trouble | null {
  return queryClient.getQueryData<Trouble | null>(key) ?? null
}

/** The server, or a proxy in front of it, gave no answer of its own. */
export function isAway(error: unknown): boolean {
  if (!isApiError(error)) return false
  return error.status === 0 || error.code === 'stopping' || (error.status >= 502 && error.code === 'unexpected_answer')
}

/** Begins to watch the answers. */
export function watchAnswers() {
  queryClient.getQueryCache().subscribe((event) => {
    // A failure that is tried again counts too: the reader learns of it seconds earlier.
    if (event.type !== 'updated') return
    const { action } = event
    if (action.type === 'error' || action.type === 'failed') judge(action.error)
  })
  queryClient.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') judge(event.action.error)
  })
  const again = () => currentTrouble() !== null && void look()
  window.addEventListener('focus', again)
  window.addEventListener('online', again)
  window.addEventListener('offline', () => void look())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again())
}

function judge(error: unknown) {
  if (!isApiError(error)) return
  if (error.status === 401 && isSignedIn()) set('session-over')
  // Another tab has signed in anew: its answer brings the token that proves where changes come from.
  else if (isAway(error) || error.code === 'cross_site') void look()
}

const lookMs = { first: 1_500, longest: 10_000, growth: 1.5 }
let underWay: Promise<Trouble | null> | null = null
let nextLook: ReturnType<typeof setTimeout> | undefined

/** Asks the server who is signed in. What it answers, or that it does not, is the trouble of the page from then on. */
export function look(waitMs = lookMs.first): Promise<Trouble | null> {
  underWay ??= ask().then((found) => {
    underWay = null
    clearTimeout(nextLook)
    if (found === 'server-away') {
      nextLook = setTimeout(() => void look(Math.min(waitMs * lookMs.growth, lookMs.longest)), waitMs)
    }
    set(found)
    return found
  })
  return underWay
}

async function ask(): Promise<Trouble | null> {
  try {
    const me = await client.accounts.me({ timeoutMs: 10_000 })
    const before = queryClient.getQueryData<Me>(meKey)
    if (before !== undefined) {
      // Another account signed in with this browser: nothing on this page is for it.
      if (before.account?.id !== me.account?.id) window.location.assign('/webhook/configurations')
      queryClient.setQueryData(meKey, me)
    }
    return null
  } catch (error) {
    if (isAway(error)) return 'server-away'
    return (error as Partial<ApiError>).status === 401 && isSignedIn() ? 'session-over' : null
  }
}

function isSignedIn(): boolean {
  return queryClient.getQueryData(meKey) !== undefined
}

function set(trouble: Trouble | null) {
  const before = currentTrouble()
  if (before === trouble) return
  queryClient.setQueryData<Trouble | null>(key, trouble)
  if (trouble === null) void queryClient.invalidateQueries()
}

/**
 * Loads a part of the console. While the server does not answer it waits, instead of failing: a page whose files cannot be loaded
 * would be replaced by the browser's own error page.
 */
export function whenReached<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    try {
      return await load()
    } catch (error) {
      if ((await look()) !== 'server-away') throw error
      await untilReached()
      return load()
    }
  }
}

function untilReached(): Promise<void> {
  return new Promise((resolve) => {
    const stop = queryClient.getQueryCache().subscribe(() => {
      if (currentTrouble() === 'server-away') return
      stop()
      resolve()
    })
  })
}
