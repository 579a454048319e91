import type { Configuration, UrlCheck } from '@postback/sdk'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** What the list has to say about what was saved a moment ago, on another page. */
export interface JustSaved {
  readonly configuration: Configuration
  readonly check: UrlCheck | null
  /** Of a new one: shown this once. */
  readonly secret: string | null
}

// In the query cache, as that is emptied when somebody else signs in; never in the history of the browser.
const key = ['just-saved']

export function useAnnounceSaved(): (saved: JustSaved) => void {
  const queries = useQueryClient()
  return (saved) => queries.setQueryData<JustSaved | null>(key, saved)
}

/** Forgotten when it is dismissed, or when the page that shows it is left. */
export function useJustSaved(): { readonly saved: JustSaved | null; dismiss(): void } {
  const queries = useQueryClient()
  const { data } = useQuery<JustSaved | null>({
    queryKey: key,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    clearTimeout(leaving.current)
    return () => {
      // Effects run twice in development: only who does not come back has left.
      leaving.current = setTimeout(() => queries.setQueryData(key, null))
    }
  }, [queries])
  return { saved: data ?? null, dismiss: () => queries.setQueryData(key, null) }
}
